"""The southern city under its mountains."""

from .strokes.buildings import lit_windows, tower
from .strokes.hills import contour, hill
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import firs, poplar, round_tree


def city_skyline(s: Sheet) -> None:
    """Rows of roofs and poplars below Koktobe and the snow wall of the Alatau."""
    sky(s, 560, sun=(270, 170), radius=70)
    clouds(s, [(1060, 110), (640, 70)])
    massif(s, 640, 460, count=4)
    mist(s, 520)
    spur = contour(s, 590, 34, tilt=80)
    firs(s, spur, count=70, tall=(30, 66), fill=s.c.pine)
    hill(s, spur, s.c.slope)
    _tv_tower(s, 1060, spur(1060) + 8)
    _blocks(s, 690, (60, 150), 0.4)
    _blocks(s, 780, (90, 210), 0.15)
    for x, wide, tall, tone in (
        (120, 120, 330, s.c.deep),
        (640, 150, 420, s.c.turquoise),
        (810, 110, 320, s.c.deep),
        (1290, 120, 290, s.c.navy),
    ):
        tower(s, x, 860, wide, tall, tone, sloped=tall > 300)
    _blocks(s, 900, (70, 170), 0)
    for _ in range(34):
        tree = poplar if s.r.random() < 0.6 else round_tree
        tree(s, s.r.uniform(0, 1500), s.r.uniform(930, 964), s.r.uniform(60, 110))
    hill(s, contour(s, 946, 8), mix(s.c.forest, s.c.meadow_dark, 0.4))
    for down, place in sorted((s.r.uniform(0, 60), s.r.uniform(0, 1500)) for _ in range(30)):
        round_tree(s, place, 985 + down, 56 + down * 0.4, fruit=True)


def _blocks(s: Sheet, foot: float, tall: tuple[float, float], air: float) -> None:
    x = -30.0
    while x < 1500:
        wide, high = s.r.uniform(80, 170), s.r.uniform(*tall)
        tone = s.r.choice((s.c.cream, s.c.sand, s.c.stone, s.c.pink, s.c.ochre))
        tone = mix(tone, s.c.far, air)
        s.rect(x, foot - high, wide, high + 80, tone)
        s.rect(x + wide * 0.74, foot - high, wide * 0.26, high + 80, mix(tone, s.c.shadow, 0.22))
        roof = (
            s.c.snow
            if s.c.light == "winter"
            else mix(s.r.choice((s.c.red, s.c.deep)), s.c.far, air)
        )
        if s.r.random() < 0.6:
            s.poly(
                [
                    (x - 8, foot - high),
                    (x + wide * 0.2, foot - high - 26),
                    (x + wide * 0.8, foot - high - 26),
                    (x + wide + 8, foot - high),
                ],
                roof,
            )
        lit_windows(
            s, x + 12, foot - high + 16, int(wide // 26), int((high + 10) // 30), (25, 30), (11, 15)
        )
        x += wide * s.r.uniform(0.92, 1.25)


def _tv_tower(s: Sheet, x: float, foot: float) -> None:
    s.poly(spots("-20,0 -5,-210 5,-210 20,0", x, foot), s.c.cream)
    s.poly(spots("0,0 0,-210 5,-210 20,0", x, foot), s.c.stone_shade)
    s.line([(x, foot - 200), (x, foot - 380)], s.c.red, 6)
    for y, half in ((205, 22), (235, 15), (270, 9)):
        s.rect(x - half, foot - y, half * 2, 15, s.c.deep)
