"""The village school."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.ornaments import ram_horn
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import poplar, shrubs


def school_morning(s: Sheet) -> None:
    """Children on their way into a village school under the mountains."""
    sky(s, 520, sun=(280, 190), radius=80)
    clouds(s, [(1020, 100), (560, 70)])
    massif(s, 560, 300, count=5)
    wood = contour(s, 560, 14)
    hill(s, wood, s.c.slope)
    furrows(s, wood, 60, s.c.meadow_dark, count=50)
    hill(s, contour(s, 620, 8), s.c.meadow)
    for x in (60, 140, 220, 1290, 1370, 1450):
        poplar(s, x, 740, s.r.uniform(240, 320))
    _schoolhouse(s, 750, 740)
    mist(s, 690)
    yard = contour(s, 738, 3)
    hill(s, yard, s.c.meadow_dark)
    furrows(s, yard, 260, s.c.meadow, count=120)
    s.poly(spots("690,740 810,740 1060,1000 440,1000"), s.c.sand)
    s.dashes(
        [
            (a, b, a + s.r.uniform(16, 50), b)
            for a, b in ((s.r.uniform(560, 900), s.r.uniform(770, 990)) for _ in range(50))
        ],
        s.c.sand_dark,
        4,
    )
    for x, y, size, coat, way in (
        (700, 790, 0.5, s.c.deep, False),
        (792, 800, 0.52, s.c.red, True),
        (640, 880, 0.8, s.c.red, False),
        (760, 900, 0.86, s.c.navy, False),
        (900, 930, 0.94, s.c.deep, True),
        (540, 970, 1.05, s.c.ochre, False),
    ):
        with s.moved(x, y, size, mirror=way):
            _pupil(s, coat)
    shrubs(s, spots("330,770 420,764 1090,766 1180,772"), 40)
    grass(s, 930, 1030, [s.c.forest, s.c.olive, s.c.pine], count=150, span=(-10, 420))
    grass(s, 930, 1030, [s.c.forest, s.c.olive, s.c.pine], count=150, span=(1080, 1510))


def _schoolhouse(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 430, foot - 210, 860, 210, s.c.cream)
    s.rect(x + 330, foot - 210, 100, 210, s.c.cream_shade)
    roof = s.c.snow if s.c.light == "winter" else s.c.red
    s.poly(spots("-460,-206 -400,-286 400,-286 460,-206", x, foot), roof)
    s.dashes(
        [(x - 430 + k * 30, foot - 214, x - 390 + k * 28, foot - 282) for k in range(29)],
        mix(roof, s.c.shadow, 0.25),
        3,
    )
    s.rect(x - 130, foot - 260, 260, 260, s.c.cream)
    s.rect(x + 80, foot - 260, 50, 260, s.c.cream_shade)
    s.poly(
        [(x - 160, foot - 256), (x, foot - 366), (x + 160, foot - 256)], mix(roof, s.c.shadow, 0.12)
    )
    s.poly([(x - 106, foot - 266), (x, foot - 340), (x + 106, foot - 266)], s.c.cream)
    ram_horn(s, x, foot - 290, 34, s.c.deep, 7)
    glass = s.c.glow(s.c.turquoise)
    for k in (-380, -290, -200, 166, 250, 340):
        s.rect(x + k - 6, foot - 166, 62, 98, s.c.deep)
        s.rect(x + k, foot - 160, 50, 86, glass)
        s.dashes(
            [
                (x + k + 25, foot - 160, x + k + 25, foot - 74),
                (x + k, foot - 124, x + k + 50, foot - 124),
            ],
            s.c.cream,
            5,
        )
    s.rect(x - 52, foot - 150, 104, 150, s.c.deep)
    s.rect(x - 42, foot - 140, 84, 140, s.c.navy)
    s.rect(x - 42, foot - 140, 84, 36, glass)
    s.rect(x - 70, foot - 10, 140, 12, s.c.stone)
    s.line([(x + 250, foot - 280), (x + 250, foot - 440)], s.c.navy, 6)
    s.blob(spots("252,-438 300,-446 350,-430 348,-372 300,-386 252,-378", x, foot), s.c.turquoise)
    s.circle(x + 302, foot - 408, 14, s.c.gold)


def _pupil(s: Sheet, coat: str) -> None:
    s.ellipse(14, 4, 44, 8, s.c.shadow, 0.28)
    s.line([(-8, -60), (-18, 0)], s.c.navy, 13)
    s.line([(10, -60), (18, -4)], s.c.navy, 13)
    s.blob(spots("-26,-126 24,-126 34,-50 -32,-50"), coat)
    s.blob(spots("-20,-124 22,-124 26,-72 -22,-72"), s.c.gold)
    s.rect(-18, -100, 40, 22, s.c.ochre)
    s.line([(28, -112), (40, -70)], coat, 11)
    s.circle(0, -148, 20, s.c.brown)
    s.blob(spots("-22,-150 -14,-174 16,-174 23,-150"), mix(coat, s.c.cream, 0.25))
