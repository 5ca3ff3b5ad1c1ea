"""The capital on its river."""

import math

from .strokes.buildings import tower
from .strokes.grasses import grass
from .strokes.palette import mix
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, sky
from .strokes.trees import poplar, round_tree
from .strokes.waters import shimmer, sunroad, water


def capital_river(s: Sheet) -> None:
    """Baiterek, glass towers, the tent and the pyramid above the Yesil."""
    sky(s, 620, sun=(1060, 300), radius=96)
    clouds(s, [(170, 150), (520, 80), (1180, 140)])
    for _ in range(26):
        x, tall = s.r.uniform(-40, 1480), s.r.uniform(90, 250)
        s.rect(
            x,
            620 - tall,
            s.r.uniform(50, 90),
            tall,
            mix(s.c.far, s.c.sky[-1], s.r.uniform(0.1, 0.5)),
        )
    _pyramid(s, 470, 640)
    _tent(s, 1290, 640)
    for x, wide, tall, tone, sloped in (
        (80, 96, 290, s.c.deep, False),
        (190, 70, 220, s.c.navy, True),
        (275, 84, 330, s.c.deep, True),
        (560, 64, 180, s.c.turquoise, False),
        (980, 92, 330, s.c.deep, False),
        (1080, 80, 430, s.c.navy, True),
        (1165, 96, 260, s.c.turquoise, False),
    ):
        tower(s, x, 640, wide, tall, tone, sloped=sloped)
    baiterek(s, 770, 650)
    _embankment(s)
    water(s, 690, deep=0.55)
    for x, wide, tone in (
        (128, 90, s.c.turquoise),
        (318, 80, s.c.glint),
        (470, 120, s.c.ochre),
        (1026, 86, s.c.turquoise),
        (1120, 70, s.c.navy),
        (1290, 120, s.c.cream),
        (770, 130, s.c.cream),
        (770, 80, s.c.gold),
    ):
        shimmer(s, x, 694, s.r.uniform(820, 930), wide, tone, step=16)
    if s.c.light != "day":
        sunroad(s, 1060, 700, 960)
    grass(s, 975, 1030, [s.c.forest, s.c.meadow_dark, s.c.olive], count=220, size=(30, 84))


def baiterek(s: Sheet, x: float, foot: float) -> None:
    """The tower of the poplar: white ribs flaring round a golden ball."""
    s.rect(x - 90, foot - 22, 180, 26, s.c.navy)
    s.poly(spots("-26,-20 -20,-420 20,-420 26,-20", x, foot), mix(s.c.cream, s.c.deep, 0.25))
    for k in range(-4, 5):
        tone = s.c.snow if k < 1 else mix(s.c.snow, s.c.rock_shade, 0.35)
        s.bend(
            [
                (x + k * 13, foot - 20),
                (x + k * 8, foot - 190),
                (x + k * 11, foot - 330),
                (x + k * 22, foot - 420),
                (x + k * 38, foot - 500),
            ],
            tone,
            8,
        )
    for k in range(5):
        y = foot - 350 - k * 30
        half = 46 + k * k * 5.2
        s.bend([(x - half, y), (x, y + 9), (x + half, y)], s.c.snow, 4)
    s.circle(x, foot - 500, 76, s.c.glow(s.c.gold))
    s.path(
        f"M{x + 10} {foot - 575}A76 76 0 0 1 {x + 10} {foot - 425}Q{x + 60} {foot - 500} {x + 10}"
        f" {foot - 575}Z",
        s.c.ochre,
    )
    for k in (-44, -16, 14, 44):
        s.bend(
            [(x + k * 0.3, foot - 574), (x + k * 1.2, foot - 500), (x + k * 0.3, foot - 426)],
            s.c.brown,
            2.4,
        )
        half = math.sqrt(76**2 - k**2)
        s.line([(x - half, foot - 500 + k), (x + half, foot - 500 + k)], s.c.brown, 2.4)


def _pyramid(s: Sheet, x: float, foot: float) -> None:
    s.poly([(x, foot - 150), (x - 110, foot), (x + 20, foot)], s.c.sand)
    s.poly([(x, foot - 150), (x + 20, foot), (x + 110, foot)], s.c.ochre)
    s.poly([(x, foot - 150), (x - 26, foot - 114), (x + 5, foot - 114)], s.c.turquoise)
    s.poly([(x, foot - 150), (x + 5, foot - 114), (x + 26, foot - 114)], s.c.deep)
    s.dashes(
        [(x - 110 + k * 22, foot, x + (k - 5) * 8, foot - 100) for k in range(11)], s.c.brown, 2
    )
    s.dashes(
        [
            (x - 32 - k * 26, foot - 108 + k * 36, x + 32 + k * 26, foot - 108 + k * 36)
            for k in range(3)
        ],
        s.c.brown,
        2,
    )


def _tent(s: Sheet, x: float, foot: float) -> None:
    s.poly([(x + 26, foot - 330), (x - 150, foot), (x + 10, foot)], s.c.cream)
    s.poly([(x + 26, foot - 330), (x + 10, foot), (x + 150, foot)], s.c.cream_shade)
    s.line([(x + 26, foot - 300), (x + 34, foot - 390)], s.c.navy, 7)
    for k in range(-4, 5):
        s.bend(
            [(x + 26, foot - 326), (x + k * 14, foot - 150), (x + k * 34, foot)],
            s.c.stone_shade,
            2.4,
        )
    for k in range(1, 5):
        s.bend(
            [
                (x + 26 - k * 38, foot - 330 + k * 70),
                (x + 10, foot - 318 + k * 76),
                (x + 26 + k * 28, foot - 330 + k * 70),
            ],
            s.c.stone_shade,
            2.4,
        )


def _embankment(s: Sheet) -> None:
    for x in (30, 230, 400, 640, 900, 1230, 1440):
        round_tree(s, x, 652, 44)
    for x in (350, 610, 680, 870, 940, 1400):
        poplar(s, x, 654, 108)
    s.rect(0, 644, 1500, 22, s.c.forest)
    s.rect(0, 660, 1500, 30, s.c.navy)
    s.rect(0, 660, 1500, 6, s.c.stone)
    s.dashes([(x, 666, x, 690) for x in range(10, 1500, 34)], s.c.deep, 3)
    if s.c.lamps_lit:
        s.dots([(x, 640) for x in range(60, 1500, 120)], s.c.lamp, 12)
