"""Steppe water: the flamingo lake and the delta."""

from .strokes.grasses import grass, reeds
from .strokes.hills import contour, hill
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, mist, sky
from .strokes.waters import shimmer, sunroad, water


def flamingos_lake(s: Sheet) -> None:
    """Flamingos wading in a salt lake, one large bird before the flock."""
    sky(s, 470, sun=(1120, 180), radius=88)
    clouds(s, [(180, 110), (700, 70)])
    birds(s, 300, 260, count=8)
    far_range(s, 480, 70, step=120)
    hill(s, contour(s, 470, 6), s.c.straw, 500)
    hill(s, contour(s, 482, 4), s.c.meadow_dark, 520)
    water(s, 495, deep=0.05)
    sunroad(s, 1120, 500, 900)
    for _ in range(80):
        _far_flamingo(s, s.r.gauss(760, 360), s.r.uniform(520, 585))
    places = (
        (200, 760, 0.62, False),
        (1320, 800, 0.72, True),
        (420, 690, 0.44, True),
        (1080, 680, 0.42, True),
    )
    for x, y, size, flipped in (*places, (730, 900, 1.12, False)):
        with s.moved(x, y, size, mirror=flipped):
            _flamingo(s)
    reeds(s, 980, 1030, count=20, span=(-20, 240), size=(60, 170))
    reeds(s, 985, 1030, count=16, span=(1330, 1520), size=(60, 150))


def _far_flamingo(s: Sheet, x: float, y: float) -> None:
    r = (y - 470) * 0.16
    s.ellipse(x, y - r * 2.2, r, r * 0.55, s.c.pink)
    s.bend(
        [(x + r * 0.8, y - r * 2.3), (x + r * 1.5, y - r * 3.2), (x + r, y - r * 4.2)],
        s.c.pink,
        r * 0.3,
    )
    s.dashes([(x - 2, y - r * 1.9, x - 2, y), (x + 3, y - r * 1.9, x + 3, y)], s.c.red, 1.8)


def _flamingo(s: Sheet) -> None:
    pink, pale, rose = s.c.pink, mix(s.c.pink, s.c.cream, 0.45), mix(s.c.pink, s.c.red, 0.5)
    shimmer(s, 0, 6, 130, 150, mix(pink, s.c.water, 0.4))
    for a, b in ((-26, -34), (34, 30)):
        s.line([(a, -250), (b, -130), (a, 0)], rose, 11)
        s.circle(b, -130, 10, rose)
        s.line([(a - 22, 2), (a + 26, 2)], rose, 8)
    s.bend(spots("110,-330 190,-400 176,-510 98,-560 110,-660 186,-690 228,-650"), pink, 34)
    s.bend([(104, -344), (180, -404), (166, -510)], pale, 12)
    s.blob(spots("-210,-290 -110,-390 50,-410 140,-350 120,-270 30,-226 -90,-232"), pink)
    s.blob(spots("-250,-270 -140,-350 -10,-350 60,-300 -20,-256 -130,-246"), rose)
    for k in range(6):
        s.bend(
            [(-220 + k * 44, -272 - k * 3), (-150 + k * 40, -300 - k * 4), (-80 + k * 34, -300)],
            pale,
            7,
        )
    s.bend([(-250, -268), (-180, -262), (-110, -250)], s.c.navy, 12)
    s.blob(spots("204,-690 250,-664 262,-620 240,-596 228,-628 200,-640"), s.c.cream)
    s.blob(spots("262,-630 258,-590 232,-570 238,-600"), s.c.navy)
    s.circle(198, -668, 7, s.c.navy)


def ili_delta(s: Sheet) -> None:
    """A ferryman’s boat among the reed channels of the delta."""
    sky(s, 420, sun=(360, 160), radius=78)
    clouds(s, [(900, 100), (1180, 180)])
    birds(s, 980, 250, count=6)
    far_range(s, 440, 80)
    for y, tone in ((420, mix(s.c.meadow, s.c.far, 0.5)), (440, s.c.meadow)):
        hill(s, contour(s, y, 7), tone, 480)
    water(s, 462, deep=0.15)
    sunroad(s, 360, 466, 760)
    for x, y, wide in (
        (150, 520, 330),
        (980, 510, 420),
        (1420, 560, 300),
        (560, 560, 180),
        (60, 640, 260),
    ):
        s.ellipse(x, y + 6, wide * 0.6, 15, s.c.meadow_dark)
        grass(
            s,
            y - 6,
            y + 16,
            [s.c.forest, s.c.olive, s.c.straw_dark],
            count=150,
            span=(x - wide * 0.55, x + wide * 0.55),
            size=(46, 84),
        )
    mist(s, 520)
    _ferry(s, 770, 730)
    reeds(s, 940, 1030, count=60, span=(-20, 460), size=(140, 330))
    reeds(s, 950, 1030, count=52, span=(1090, 1520), size=(140, 300))
    reeds(s, 1000, 1040, count=30, span=(440, 1120), size=(50, 110))


def _ferry(s: Sheet, x: float, y: float) -> None:
    shimmer(s, x, y + 26, y + 150, 330, s.c.water_deep)
    s.blob(spots("-300,-46 -200,-20 200,-20 310,-66 250,24 0,40 -230,24", x, y), s.c.navy)
    s.bend(spots("-290,-42 -190,-14 190,-14 302,-60", x, y), s.c.gold, 8)
    s.bend([(x - 220, y + 12), (x, y + 22), (x + 240, y + 8)], s.c.deep, 6)
    for k in range(4):
        s.rect(
            x - 170 + k * 66,
            y - 62 - (k % 2) * 18,
            56,
            50 + (k % 2) * 18,
            (s.c.ochre, s.c.red, s.c.olive, s.c.gold)[k],
        )
        s.dashes([(x - 170 + k * 66, y - 40, x - 116 + k * 66, y - 40)], s.c.brown, 4)
    s.line([(x + 126, y - 210), (x + 236, y + 130)], s.c.brown, 8)
    s.poly(spots("140,-20 150,-150 204,-150 216,-20", x, y), s.c.red)
    s.poly(spots("182,-150 204,-150 216,-20 186,-20", x, y), s.c.red_dark)
    s.bend([(x + 166, y - 132), (x + 140, y - 112), (x + 150, y - 150)], s.c.red, 22)
    s.circle(x + 178, y - 176, 24, s.c.brown)
    s.poly(spots("148,-180 162,-214 196,-214 210,-180", x, y), s.c.cream)
