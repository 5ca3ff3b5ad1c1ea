"""The glacier."""

from .strokes.hills import contour, hill
from .strokes.palette import mix
from .strokes.ranges import far_tones, massif, mountain
from .strokes.sheet import Point, Sheet, curved, spots
from .strokes.skies import clouds, mist, sky
from .strokes.waters import ripples


def glacier(s: Sheet) -> None:
    """A glacier’s tongue between dark walls, and two surveyors at its foot."""
    sky(s, 520, sun=(1060, 150), radius=62)
    clouds(s, [(170, 120), (420, 210)])
    massif(s, 560, 400, count=5, tones=far_tones(s, 0.35))
    mountain(s, 760, 600, 900, 420, snowline=0.7)
    _tongue(s)
    mountain(s, 60, 900, 980, 700, snowline=0.4)
    mountain(s, 1450, 900, 980, 680, snowline=0.4)
    mist(s, 640)
    moraine = contour(s, 880, 18)
    hill(s, moraine, s.c.stone_shade)
    _moraine_stones(s)
    for x, y, coat in ((690, 900, s.c.red), (820, 912, s.c.gold)):
        _surveyor(s, x, y, coat)
    s.line([(760, 908), (760, 700)], s.c.navy, 7)
    s.dashes([(760, y, 760, y + 14) for y in range(706, 900, 40)], s.c.gold, 7)


def _tongue(s: Sheet) -> None:
    ice = curved(
        spots("560,470 470,600 330,760 200,920 620,960 1240,940 1130,760 1020,610 980,470 780,430"),
        closed=True,
    )
    s.path(ice, s.c.snow)
    blue, deep = mix(s.c.snow_shade, s.c.rock, 0.35), mix(s.c.rock, s.c.rock_shade, 0.3)
    with s.within(ice):
        s.blob(
            spots("900,440 1020,600 1140,770 1260,960 900,960 960,780 880,600"),
            s.c.snow_shade,
        )
        for k in range(7):
            y = 500 + k * 62 + k * k * 2
            bow = 60 + k * 14
            left, right = 500 - k * 46, 1010 + k * 36
            s.bend([(left, y), ((left + right) / 2, y + bow), (right, y)], blue, 6 + k)
        for _ in range(60):
            _crevasse(s, s.r.uniform(280, 1180), s.r.uniform(500, 930), s.r.choice((blue, deep)))
        for x in (640, 860):
            s.bend(
                [(x, 450), (x - 30 + (x - 750) * 0.4, 640), (x + (x - 750) * 1.1, 950)],
                s.c.stone_shade,
                20,
            )
    front: list[Point] = spots(
        "200,900 330,872 480,884 640,860 800,880 960,862 1120,876 1240,900 1240,950 200,950"
    )
    s.poly(front, deep)
    s.dashes([(x, 872 + s.r.uniform(0, 16), x + 6, 940) for x in range(220, 1230, 17)], blue, 6)


def _crevasse(s: Sheet, x: float, y: float, tone: str) -> None:
    wide = 14 + (y - 480) * 0.13
    gap = [(x - wide, y), (x, y + 7), (x + wide, y + s.r.uniform(-4, 10)), (x, y + wide * 0.3)]
    s.poly(gap, tone)


def _moraine_stones(s: Sheet) -> None:
    for down, x in sorted((s.r.uniform(0, 120), s.r.uniform(-10, 1510)) for _ in range(170)):
        y, r = 878 + down, 5 + down * 0.24 * s.r.uniform(0.5, 1.4)
        tone = mix(s.c.stone, s.c.rock_shade, s.r.uniform(0.1, 0.6))
        s.poly(
            [
                (x - r * 1.4, y + r * 0.5),
                (x - r, y - r * 0.6),
                (x + r * 0.4, y - r * 0.9),
                (x + r * 1.4, y + r * 0.5),
            ],
            tone,
        )
        s.poly(
            [(x + r * 0.4, y - r * 0.9), (x + r * 1.4, y + r * 0.5), (x + r * 0.2, y + r * 0.5)],
            mix(tone, s.c.shadow, 0.4),
        )
    pool = curved(spots("900,950 1050,930 1300,944 1340,970 1100,990 940,980"), closed=True)
    s.path(pool, s.c.water)
    with s.within(pool):
        ripples(s, 930, 990, s.c.glint, count=20, span=(900, 1300))


def _surveyor(s: Sheet, x: float, y: float, coat: str) -> None:
    s.line([(x - 9, y - 54), (x - 16, y)], s.c.navy, 14)
    s.line([(x + 9, y - 54), (x + 18, y)], s.c.navy, 14)
    s.blob(spots("-22,-122 22,-122 26,-50 -26,-50", x, y), coat)
    s.rect(x - 16, y - 112, 32, 44, s.c.deep)
    s.bend([(x + 20, y - 112), (x + 44, y - 92), (x + 58, y - 112)], coat, 11)
    s.circle(x, y - 142, 18, s.c.brown)
    s.blob(spots("-20,-142 -12,-166 12,-166 20,-142", x, y), s.c.cream)
