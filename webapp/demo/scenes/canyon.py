"""The banded canyon."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Point, Sheet, spots, straight
from .strokes.skies import birds, clouds, mist, sky
from .strokes.trees import shrubs
from .strokes.waters import ripples


def canyon(s: Sheet) -> None:
    """Banded towers either side of a turquoise stream."""
    sky(s, 560, sun=(290, 170), radius=78)
    clouds(s, [(900, 100), (620, 190)])
    birds(s, 900, 300, count=5)
    far_range(s, 600, 110)
    plateau = contour(s, 520, 5)
    hill(s, plateau, mix(s.c.earth, s.c.far, 0.5))
    for x, top, foot, wide in (
        (500, 440, 760, 110),
        (1030, 430, 760, 120),
        (680, 500, 740, 80),
        (870, 490, 740, 90),
    ):
        _butte(s, x, top, foot, wide, air=0.3)
    floor = contour(s, 740, 8)
    hill(s, floor, s.c.earth)
    furrows(s, floor, 260, s.c.earth_dark, count=130)
    mist(s, 720)
    for x, top, foot, wide in (
        (80, 240, 900, 300),
        (1440, 200, 920, 330),
        (370, 400, 820, 130),
        (1150, 380, 830, 150),
    ):
        _butte(s, x, top, foot, wide, air=0)
    _stream(s)
    shrubs(s, spots("470,850 560,800 1000,850 1080,900 420,930"), 40)
    grass(
        s, 880, 1040, [s.c.brown, s.c.straw_dark, s.c.forest, s.c.olive], count=200, span=(-10, 560)
    )
    grass(s, 900, 1040, [s.c.brown, s.c.straw_dark, s.c.forest], count=160, span=(980, 1510))


def _butte(s: Sheet, x: float, top: float, foot: float, wide: float, *, air: float) -> None:
    bands = 7
    tones = _strata(s)
    step = (foot - top) / bands
    for k in range(bands):
        y0, y1 = top + k * step, top + (k + 1) * step
        jut = wide * (0.05 if k % 2 else 0)
        a = wide * (0.62 + 0.055 * k) + jut + s.r.uniform(-4, 4)
        b = a + wide * s.r.uniform(0.03, 0.09)
        tone = mix(tones[k], s.c.far, air)
        s.poly([(x - a, y0), (x + a, y0), (x + b, y1 + 1), (x - b, y1 + 1)], tone)
        notch = x + wide * 0.2 + s.r.uniform(-0.12, 0.12) * wide
        s.poly(
            [
                (notch, y0),
                (x + a, y0),
                (x + b, y1 + 1),
                (notch + s.r.uniform(-0.15, 0.15) * wide, y1 + 1),
            ],
            mix(tone, s.c.shadow, 0.32),
        )
        s.dashes(
            [
                (p, y0 + 6, p + s.r.uniform(-3, 3), y0 + s.r.uniform(0.3, 0.92) * step)
                for p in (x + s.r.uniform(-a, a) for _ in range(int(wide / 14)))
            ],
            mix(tone, s.c.shadow, 0.5),
            3,
        )
        s.dashes(
            [
                (p, y0 + step * 0.5, p + s.r.uniform(8, 26), y0 + step * 0.5 + s.r.uniform(-8, 8))
                for p in (x + s.r.uniform(-a, a * 0.6) for _ in range(int(wide / 26)))
            ],
            mix(tone, s.c.cream, 0.35),
            3,
        )
    s.line([(x - wide * 0.62, top), (x + wide * 0.62, top)], mix(s.c.cream, s.c.far, air), 5)


def _strata(s: Sheet) -> tuple[str, ...]:
    if s.c.light == "winter":
        top = (s.c.snow, s.c.ochre, s.c.sand_dark, s.c.red, s.c.red_dark)
        return (*top, s.c.ochre, s.c.red)
    return (s.c.sand, s.c.straw, s.c.earth, s.c.red, s.c.red_dark, s.c.earth, s.c.red)


def _stream(s: Sheet) -> None:
    course: list[Point] = spots(
        "752,742 790,742 760,790 850,850 1010,1010 520,1010 690,860 720,790"
    )
    s.blob(course, s.c.water_deep)
    s.blob([(x + (8 if x < 760 else -8), y) for x, y in course], s.c.water)
    with s.within(straight(spots("720,742 800,742 960,1000 560,1000"), closed=True)):
        ripples(s, 744, 1000, s.c.glint, count=46, span=(560, 920))
        ripples(s, 744, 1000, s.c.water_deep, count=46, span=(560, 920))
    for x, y, r in ((660, 930, 26), (900, 900, 22), (720, 838, 13), (860, 980, 30)):
        s.ellipse(x, y, r * 1.5, r * 0.8, mix(s.c.stone_shade, s.c.shadow, 0.3))
        s.ellipse(x - 3, y - 5, r * 1.3, r * 0.6, s.c.stone)
