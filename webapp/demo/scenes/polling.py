"""The polling place."""

from .strokes.ornaments import horn_band, ram_horn, tooth_band
from .strokes.palette import mix
from .strokes.rooms import sunbeam, wall, window
from .strokes.sheet import Sheet, spots


def ballot_box(s: Sheet) -> None:
    """A glass-fronted ballot box on an embroidered cloth, booths curtained behind."""
    wall(s, 640, fill=mix(s.c.deep, s.c.wall_dark, 0.08))
    window(s, 590, 36, 320, 150)
    for x in (30, 330, 920, 1220):
        _booth(s, x)
    sunbeam(s, spots("640,230 880,230 1260,1000 520,1000"))
    s.rect(0, 660, 1500, 350, s.c.floor)
    s.dashes(
        [(x, y, x + 260, y + 2) for y in (690, 730) for x in range(-60, 1500, 300)],
        mix(s.c.floor, s.c.shadow, 0.35),
        4,
    )
    s.poly(spots("210,760 1290,760 1380,840 120,840"), s.c.cream)
    s.rect(120, 838, 1260, 170, s.c.cream_shade)
    s.rect(120, 850, 1260, 12, s.c.red)
    horn_band(s, 130, 1370, 906, 40, s.c.red, 11)
    tooth_band(s, 120, 1380, 962, 34, s.c.red, up=False)
    _box(s, 750, 800)
    _ballots(s)


def _booth(s: Sheet, x: float) -> None:
    s.rect(x, 250, 256, 430, s.c.stone)
    s.rect(x - 8, 236, 272, 24, s.c.brown)
    for k in range(8):
        tone = s.c.turquoise if k % 2 else mix(s.c.turquoise, s.c.deep, 0.4)
        s.path(f"M{x + 4 + k * 31} 260h31q8 180 -4 370h-26q-10 -180 -1 -370Z", tone)
    s.line([(x + 4, 590), (x + 250, 590)], s.c.gold, 9)
    s.dashes(
        [(x + 22 + k * 31, 300 + s.r.uniform(0, 30), x + 20 + k * 31, 560) for k in range(8)],
        s.c.deep,
        3,
    )


def _box(s: Sheet, x: float, foot: float) -> None:
    s.poly(spots("-230,10 250,10 340,36 -200,36", x, foot), s.c.shadow, 0.25)
    s.poly(spots("-230,-360 230,-360 230,20 -230,20", x, foot), s.c.deep)
    s.rect(x + 150, foot - 360, 80, 380, mix(s.c.deep, s.c.shadow, 0.35))
    s.poly(spots("-230,-360 -180,-420 190,-420 230,-360", x, foot), s.c.turquoise)
    s.poly(spots("-90,-382 -82,-398 92,-398 100,-382", x, foot), s.c.navy)
    s.rect(x - 190, foot - 320, 320, 300, s.c.glint)
    s.rect(x - 178, foot - 308, 296, 276, mix(s.c.glint, s.c.snow, 0.5))
    for _ in range(46):
        a, b = x - 176 + s.r.uniform(0, 230), foot - 34 - abs(s.r.gauss(0, 62))
        _slip(s, a + 30, max(b, foot - 230), s.r.uniform(-60, 60), 0.36)
    s.dashes(
        [(x - 160, foot - 200, x - 90, foot - 300), (x - 140, foot - 190, x - 60, foot - 304)],
        s.c.snow,
        8,
    )
    ram_horn(s, x, foot - 336, 22, s.c.gold, 6)
    s.circle(x + 190, foot - 170, 17, s.c.gold)
    s.rect(x + 172, foot - 164, 36, 34, s.c.ochre)
    with s.moved(x + 4, foot - 396, 1, -7):
        s.poly(spots("-72,-180 72,-180 66,2 -66,2"), s.c.snow)
        s.dashes(
            [(-46, -146 + k * 30, 30 - k * 6, -146 + k * 30) for k in range(4)], s.c.stone_shade, 6
        )
        s.rect(38, -156, 20, 20, s.c.cream_shade)
        s.line([(40, -118), (48, -108), (64, -134)], s.c.red, 7)


def _slip(s: Sheet, x: float, y: float, turn: float, size: float) -> None:
    with s.moved(x, y, size, turn):
        s.poly(spots("-70,-46 70,-46 70,46 -70,46"), s.c.cream_shade)
        s.poly(spots("-70,-46 64,-46 64,40 -70,40"), s.c.snow)
        s.dashes([(-50, -22, 30, -22), (-50, 0, 40, 0), (-50, 20, 10, 20)], s.c.stone_shade, 7)


def _ballots(s: Sheet) -> None:
    for k in range(5):
        _slip(s, 330 + s.r.uniform(-6, 6), 798 - k * 8, s.r.uniform(-8, 8), 1.0)
    s.line([(1080, 806), (1220, 790)], s.c.navy, 13)
    s.line([(1210, 791), (1236, 788)], s.c.gold, 11)
    s.rect(1096, 700, 66, 90, s.c.red)
    for k, tone in ((0, s.c.gold), (24, s.c.turquoise), (44, s.c.navy)):
        s.line([(1108 + k, 704), (1100 + k * 1.2, 640)], tone, 11)
