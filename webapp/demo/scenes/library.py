"""The reading room."""

from .strokes.ornaments import diamond, horn_band
from .strokes.palette import mix
from .strokes.rooms import lamp, sunbeam, wall, window
from .strokes.sheet import Sheet, spots


def library_shelves(s: Sheet) -> None:
    """Two tall bookcases either side of a window, with a ladder and a reading table."""
    wall(s, 820, fill=mix(s.c.forest, s.c.wall_dark, 0.12))
    window(s, 600, 110, 300, 500)
    for x, wide in ((-20, 520), (1000, 520)):
        _bookcase(s, x, wide)
    s.rect(0, 820, 1500, 190, s.c.floor)
    s.dashes(
        [(x, y, x + 260, y + 2) for y in (850, 900, 960) for x in range(-60, 1500, 300)],
        mix(s.c.floor, s.c.shadow, 0.35),
        4,
    )
    sunbeam(s, spots("600,640 900,640 1160,1000 420,1000"))
    _ladder(s, 1090, 880)
    _reading_table(s)
    lamp(s, 750, 90, 74)


def _bookcase(s: Sheet, x: float, width: float) -> None:
    s.rect(x, 30, width, 800, s.c.brown)
    s.rect(x + 18, 48, width - 36, 770, mix(s.c.brown, s.c.shadow, 0.55))
    horn_band(s, x + 30, x + width - 30, 30, 22, s.c.gold, 5)
    for row in range(5):
        foot = 190 + row * 152
        _books(s, x + 26, x + width - 30, foot)
        s.rect(x + 10, foot, width - 20, 17, mix(s.c.brown, s.c.ochre, 0.35))
        s.rect(x + 10, foot + 17, width - 20, 7, s.c.shadow, 0.5)


def _books(s: Sheet, left: float, right: float, foot: float) -> None:
    tones = (
        s.c.red,
        s.c.gold,
        s.c.deep,
        s.c.cream,
        s.c.ochre,
        s.c.turquoise,
        s.c.olive,
        s.c.red_dark,
        s.c.stone,
    )
    x = left
    while x < right - 44:
        wide, tall, tone = s.r.uniform(17, 42), s.r.uniform(84, 128), s.r.choice(tones)
        if s.r.random() < 0.07:
            s.poly(
                [(x + 26, foot), (x + 60, foot - tall), (x + 86, foot - tall + 12), (x + 54, foot)],
                tone,
            )
            x += 92
            continue
        dark = mix(tone, s.c.shadow, 0.35)
        s.rect(x, foot - tall, wide - 2, tall, tone)
        s.rect(x + (wide - 2) * 0.7, foot - tall, (wide - 2) * 0.3, tall, dark)
        band = s.c.gold if tone != s.c.gold else s.c.brown
        s.dashes(
            [(x + 4, foot - tall + k, x + wide - 6, foot - tall + k) for k in (14, 24, tall - 20)],
            band,
            3,
        )
        if wide > 30:
            diamond(s, x + wide / 2 - 1, foot - tall * 0.5, 7, 12, band)
        x += wide


def _ladder(s: Sheet, x: float, foot: float) -> None:
    for shift in (0, 96):
        s.line([(x + shift, foot), (x + shift + 90, 90)], s.c.ochre, 15)
    s.dashes(
        [
            (x + 10 + k * 11.4, foot - 96 * k - 60, x + 96 + k * 11.4, foot - 96 * k - 60)
            for k in range(8)
        ],
        s.c.gold,
        11,
    )


def _reading_table(s: Sheet) -> None:
    s.poly(spots("400,800 1060,800 1120,850 340,850"), s.c.ochre)
    s.rect(340, 850, 780, 26, s.c.earth_dark)
    for k in (380, 1040):
        s.rect(k, 876, 38, 130, s.c.brown)
    _open_book(s, 740, 800, 1.3)
    for k, tone in enumerate((s.c.red, s.c.turquoise, s.c.gold)):
        s.rect(470 - k * 6, 806 - k * 30, 150, 28, tone)
        s.rect(600 - k * 6, 810 - k * 30, 20, 20, s.c.cream)
    s.rect(944, 740, 60, 70, s.c.cream)
    s.path("M1004 752q34 4 26 30q-4 16 -26 12Z", s.c.cream_shade)
    s.bend(spots("966,728 956,704 976,684 964,656"), s.c.cream, 6, 0.7)


def _open_book(s: Sheet, x: float, y: float, size: float) -> None:
    with s.moved(x, y, size):
        s.poly(spots("-120,20 0,30 120,20 124,30 0,42 -124,30"), s.c.red)
        s.path("M0 30C-30 8 -80 4 -118 18L-104 -40C-70 -54 -30 -48 0 -28Z", s.c.snow)
        s.path("M0 30C30 8 80 4 118 18L104 -40C70 -54 30 -48 0 -28Z", s.c.cream_shade)
        for side in (-1, 1):
            s.dashes(
                [(side * 18, -16 + k * 9, side * 92, -28 + k * 11) for k in range(4)],
                s.c.stone_shade,
                3,
            )
