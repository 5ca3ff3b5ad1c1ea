"""The open steppe: turbines and tulips."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range, massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky


def wind_turbines(s: Sheet) -> None:
    """A line of turbines walking away over bands of steppe."""
    sky(s, 640, sun=(270, 220), radius=92)
    clouds(s, [(1050, 130), (520, 90), (1180, 330)])
    far_range(s, 640, 90)
    for y, tone, mark in (
        (630, s.c.meadow, s.c.meadow_dark),
        (690, s.c.straw, s.c.straw_dark),
        (760, s.c.meadow_dark, s.c.meadow),
        (810, s.c.straw, s.c.straw_dark),
    ):
        line = contour(s, y, 16)
        hill(s, line, tone)
        furrows(s, line, 90, mark, count=70)
    mist(s, 660)
    for x, y, size, turn in (
        (140, 690, 0.42, 10),
        (1390, 700, 0.5, 50),
        (420, 730, 0.62, 75),
        (1090, 780, 0.86, 20),
        (735, 860, 1.08, 38),
    ):
        with s.moved(x, y, size):
            turbine(s, turn)
    front = contour(s, 880, 14)
    hill(s, front, s.c.earth)
    furrows(s, front, 100, s.c.earth_dark, count=60)
    grass(s, 880, 1030, [s.c.navy, s.c.brown, s.c.straw_dark, s.c.straw], count=520, size=(26, 92))


def turbine(s: Sheet, turn: float) -> None:
    """A turbine standing at the origin, 640 high, its blades turned by degrees."""
    white, shade = s.c.snow, mix(s.c.snow, s.c.rock_shade, 0.35)
    s.poly(spots("0,0 -15,0 -8,-520 0,-520"), white)
    s.poly(spots("0,0 15,0 8,-520 0,-520"), shade)
    s.rect(-20, -4, 40, 14, shade)
    with s.moved(0, -528):
        for k in range(3):
            with s.moved(0, 0, 1, turn + 120 * k):
                s.poly(spots("-8,0 -22,-70 -4,-300 2,-300 4,0"), white)
                s.poly(spots("2,-300 12,-80 9,0 0,0"), shade)
                s.line([(-5, -262), (4, -262)], s.c.red, 7)
        s.circle(0, 0, 20, shade)
        s.circle(-3, -3, 12, s.c.deep)


def tulips(s: Sheet) -> None:
    """Wild tulips close up, the foothills behind them."""
    sky(s, 500, sun=(1120, 160), radius=72)
    clouds(s, [(220, 120), (760, 90)])
    massif(s, 560, 280, count=5)
    for y, tone, mark in (
        (520, s.c.slope, s.c.meadow_dark),
        (570, s.c.meadow_dark, s.c.meadow),
        (660, s.c.meadow, s.c.meadow_dark),
    ):
        line = contour(s, y, 18)
        hill(s, line, tone)
        furrows(s, line, 110, mark, count=80)
    mist(s, 590)
    for tone in (s.c.red, s.c.gold, s.c.red):
        s.dots([(s.r.uniform(0, 1500), s.r.uniform(590, 690)) for _ in range(120)], tone, 7)
    grass(s, 660, 1000, [s.c.forest, s.c.meadow_dark, s.c.olive], count=620, size=(22, 120))
    rows = sorted((s.r.random() ** 0.8, s.r.uniform(0, 1500)) for _ in range(80))
    for share, x in rows:
        _tulip(s, x, 690 + 320 * share, 0.2 + 0.5 * share)
    for x, y, size in (
        (300, 1010, 1.15),
        (1240, 1020, 1.1),
        (540, 1040, 1.35),
        (980, 1040, 1.3),
        (760, 1060, 1.75),
    ):
        _tulip(s, x, y, size)


def _tulip(s: Sheet, x: float, y: float, size: float) -> None:
    red, dark, lit = s.c.red, s.c.red_dark, mix(s.c.red, s.c.gold, 0.35)
    if s.r.random() < 0.22:
        red, dark, lit = s.c.gold, s.c.ochre, mix(s.c.gold, s.c.cream, 0.5)
    with s.moved(x, y, size, s.r.uniform(-7, 7)):
        s.bend([(0, 0), (6, -120), (0, -226)], s.c.forest, 13)
        s.blob(spots("-4,-10 -60,-90 -96,-210 -44,-150 0,-60"), s.c.meadow_dark)
        s.blob(spots("4,-6 50,-70 112,-150 60,-60 10,0"), s.c.forest)
        s.bend([(-6, -30), (-44, -110), (-86, -192)], s.c.olive, 4)
        s.blob(
            spots(
                "-58,-300 -74,-370 -34,-344 0,-390 34,-344 74,-370 58,-300 34,-232 0,-220 -34,-232"
            ),
            dark,
        )
        s.blob(spots("-56,-296 -70,-366 -20,-330 -4,-270 -8,-222 -36,-234"), red)
        s.blob(spots("56,-296 70,-366 22,-330 4,-270 8,-222 36,-234"), red)
        s.blob(spots("0,-352 30,-312 28,-252 0,-220 -28,-252 -30,-312"), lit)
        s.dashes(
            [(k * 9, -240, k * 12, -296 - s.r.uniform(0, 20)) for k in (-2, -1, 0, 1, 2)], red, 4
        )
        s.bend([(-50, -282), (-58, -336)], lit, 5)
