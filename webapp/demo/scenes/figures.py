"""The stone figures."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, mist, sky


def stone_figures(s: Sheet) -> None:
    """Three balbals, cups in their hands, keeping watch over the feather grass."""
    sky(s, 600, sun=(340, 220), radius=92)
    clouds(s, [(1000, 120), (640, 70), (1200, 250)])
    birds(s, 980, 340, count=5, size=12)
    massif(s, 650, 240, count=6)
    for y, tone, mark in (
        (610, s.c.slope, s.c.meadow_dark),
        (660, s.c.meadow_dark, s.c.meadow),
        (740, s.c.meadow, s.c.meadow_dark),
    ):
        line = contour(s, y, 14)
        hill(s, line, tone)
        furrows(s, line, 130, mark, count=100)
    mist(s, 680)
    for x, y, size in (
        (200, 790, 0.42),
        (1330, 790, 0.5),
        (420, 850, 0.9),
        (1100, 860, 0.98),
        (755, 910, 1.32),
    ):
        s.poly(
            [(x - 70 * size, y), (x + 80 * size, y), (x + 330 * size, y + 50), (x + 60, y + 50)],
            s.c.shadow,
            0.25,
        )
        with s.moved(x, y, size, s.r.uniform(-4, 5)):
            _balbal(s)
    _feather_grass(s)


def _balbal(s: Sheet) -> None:
    lit, mid, dark = (
        s.c.stone,
        mix(s.c.stone, s.c.stone_shade, 0.6),
        mix(s.c.stone_shade, s.c.shadow, 0.3),
    )
    s.blob(
        spots(
            "-96,10 -108,-150 -104,-300 -66,-352 -70,-430 -40,-494 10,-506 58,-484 74,-420 "
            "62,-352 104,-306 112,-150 100,10"
        ),
        lit,
    )
    s.blob(
        spots(
            "40,10 58,-150 48,-300 26,-352 36,-430 20,-500 58,-484 74,-420 62,-352 "
            "104,-306 112,-150 100,10"
        ),
        mid,
    )
    s.bend([(-78, -356), (-10, -336), (70, -358)], dark, 8)
    s.bend(spots("-66,-440 -34,-462 -4,-444 30,-462 66,-440"), dark, 9)
    s.line([(-2, -444), (-8, -392), (10, -390)], dark, 8)
    s.bend([(-96, -288), (-92, -200), (-24, -208)], dark, 9)
    s.bend([(104, -290), (98, -196), (28, -206)], dark, 9)
    s.poly(spots("-30,-240 34,-240 20,-190 -16,-190"), mid)
    s.line(spots("-30,-240 34,-240 20,-190 -16,-190 -30,-240"), dark, 7)
    s.line([(-104, -120), (108, -122)], dark, 9)
    s.line([(-104, -100), (108, -102)], dark, 5)
    for k in (-50, 0, 50):
        s.line([(k, -100), (k + 3, -56)], dark, 6)
    _lichen(s, mid, dark)
    if s.c.light == "winter":
        s.blob(spots("-68,-440 -40,-500 10,-514 58,-490 70,-440 30,-470 -30,-472"), s.c.snow)


def _lichen(s: Sheet, mid: str, dark: str) -> None:
    for colour, width in ((s.c.olive, 9), (s.c.gold, 6), (dark, 4)):
        spotted = [(s.r.uniform(-88, 90), s.r.uniform(-310, -10)) for _ in range(22)]
        s.dots(spotted, colour, width)
    chips = [(s.r.uniform(-86, 86), s.r.uniform(-320, -10)) for _ in range(40)]
    chips += [(s.r.uniform(-56, 56), s.r.uniform(-480, -390)) for _ in range(12)]
    s.dashes([(x, y, x + 6, y + 18) for x, y in chips], mid, 4)


def _feather_grass(s: Sheet) -> None:
    grass(s, 840, 1040, [s.c.forest, s.c.olive, s.c.straw_dark], count=420, size=(30, 110))
    for _ in range(110):
        x, share = s.r.uniform(-20, 1500), s.r.random()
        y, tall = 880 + 160 * share, 70 + 110 * share
        s.bend(
            [
                (x, y),
                (x + tall * 0.1, y - tall * 0.7),
                (x + tall * 0.5, y - tall),
                (x + tall * 0.85, y - tall * 0.84),
            ],
            s.c.cream,
            3.2,
            0.85,
        )
