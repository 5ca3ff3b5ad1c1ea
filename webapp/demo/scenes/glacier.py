"""The glacier."""

import math

from .strokes.hills import contour, hill
from .strokes.palette import mix
from .strokes.ranges import far_tones, massif, mountain
from .strokes.sheet import Point, Sheet, curved, spots
from .strokes.skies import clouds, mist, sky
from .strokes.waters import ripples


def glacier(s: Sheet) -> None:
    """A glacier winding down between dark walls, and two surveyors at its foot."""
    sky(s, 520, sun=(1090, 130), radius=62)
    clouds(s, [(170, 120), (420, 210)])
    massif(s, 560, 420, count=5, tones=far_tones(s, 0.35))
    mountain(s, 800, 620, 900, 470, snowline=0.62)
    mountain(s, 130, 900, 1060, 720, snowline=0.38)
    mountain(s, 1440, 900, 980, 690, snowline=0.38)
    _tongue(s)
    mist(s, 640)
    moraine = contour(s, 884, 10)
    hill(s, moraine, s.c.stone_shade)
    _moraine_stones(s)
    for x, y, coat in ((680, 906, s.c.red), (812, 918, s.c.gold)):
        _surveyor(s, x, y, coat)
    s.line([(752, 914), (752, 706)], s.c.navy, 7)
    s.dashes([(752, y, 752, y + 14) for y in range(712, 900, 40)], s.c.gold, 7)


def _across(down: float, side: float) -> Point:
    """A point of the ice: `down` 0 at the pass to 1 at the snout, `side` −1 left to 1 right."""
    middle = 812 - 150 * math.sin(down * 5.2) * (1 - down) ** 0.6 - 66 * down
    half = 34 + 480 * down**1.7
    return middle + half * side, 372 + 500 * down**0.9 + 22 * down * (1 - side * side)


def _tongue(s: Sheet) -> None:
    steps = [k / 16 for k in range(17)]
    edges = [_across(d, -1) for d in steps] + [_across(d, 1) for d in reversed(steps)]
    ice = curved(edges, closed=True)
    blue, deep = mix(s.c.snow_shade, s.c.rock, 0.35), mix(s.c.rock, s.c.rock_shade, 0.35)
    s.trace(ice, s.c.stone_shade, 16)
    s.path(ice, s.c.snow)
    with s.within(ice):
        shaded = [_across(d, 0.45) for d in steps] + [_across(d, 1.05) for d in reversed(steps)]
        s.poly(shaded, mix(s.c.snow, s.c.snow_shade, 0.65))
        for side, width in ((-0.48, 15), (0.2, 21), (0.62, 12)):
            s.bend([_across(d, side) for d in steps], s.c.stone_shade, width)
            s.bend([_across(d, side + 0.03) for d in steps], s.c.stone, width * 0.3)
        for _ in range(150):
            _crevasse(s, s.r.random() ** 0.7, s.r.uniform(-1, 0.9), s.r.choice((blue, blue, deep)))
    _snout(s, blue, deep)


def _crevasse(s: Sheet, down: float, side: float, tone: str) -> None:
    reach = s.r.uniform(0.04, 0.13)
    (a, b), (c, d), (e, f) = (_across(down, side + k * reach) for k in range(3))
    gape = 1.5 + 7 * down
    s.poly([(a, b), (c, d - gape * 0.4), (e, f), (c, d + gape)], tone)


def _snout(s: Sheet, blue: str, deep: str) -> None:
    face = [_across(1, -1 + k / 8) for k in range(17)]
    low = [(x, 946.0) for x, _ in reversed(face)]
    s.poly([(x, y - s.r.uniform(0, 22)) for x, y in face] + low, deep)
    s.dashes(
        [
            (x, y - s.r.uniform(0, 12), x + s.r.uniform(-8, 8), 944)
            for x, y in face
            for _ in (0, 1, 2)
        ],
        blue,
        7,
    )
    s.blob(spots("720,946 732,884 772,866 812,886 820,946"), s.c.navy)


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
