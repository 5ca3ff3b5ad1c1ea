"""The wheat harvest."""

import math

from .strokes.grasses import ears
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, sky


def wheat_field(s: Sheet) -> None:
    """A combine in ripe wheat, a grain elevator on the horizon."""
    sky(s, 520, sun=(330, 190), radius=88)
    clouds(s, [(820, 120), (1140, 210), (520, 80)])
    far_range(s, 530, 40, step=150)
    _elevator(s, 1130, 530)
    for y, tone, mark in (
        (520, s.c.meadow_dark, s.c.meadow),
        (548, s.c.straw_dark, s.c.straw),
        (600, s.c.straw, s.c.straw_dark),
    ):
        line = contour(s, y, 6)
        hill(s, line, tone)
        furrows(s, line, 200, mark, count=120)
    s.poly(spots("560,1000 700,600 770,600 1330,1000"), mix(s.c.straw_dark, s.c.cream, 0.25))
    for k in range(9):
        s.line([(600 + k * 84, 1000), (706 + k * 8, 604)], s.c.straw_dark, 4)
    ears(s, 700, 800, count=70, size=(50, 110), span=(-20, 420))
    with s.moved(750, 730, 1.3):
        _combine(s, -40, 0)
    ears(s, 950, 1090, count=120, size=(80, 170), span=(-20, 640))
    ears(s, 740, 1060, count=120, size=(60, 250), span=(1230, 1520))
    ears(s, 1000, 1090, count=50, size=(100, 170), span=(640, 1240))


def _elevator(s: Sheet, x: float, foot: float) -> None:
    for k in range(5):
        s.rect(x + k * 40, foot - 130, 38, 132, s.c.cream)
        s.rect(x + k * 40 + 24, foot - 130, 14, 132, s.c.cream_shade)
    s.rect(x - 4, foot - 142, 208, 14, s.c.deep)
    s.rect(x + 40, foot - 210, 70, 72, s.c.cream_shade)
    s.poly([(x + 34, foot - 210), (x + 75, foot - 238), (x + 116, foot - 210)], s.c.red)


def _combine(s: Sheet, x: float, y: float) -> None:
    s.poly(spots("-120,70 300,70 420,110 -60,110", x, y), s.c.shadow, 0.3)
    s.dots(
        [(x + 330 + s.r.uniform(0, 170), y - 40 + s.r.uniform(-50, 90)) for _ in range(60)],
        mix(s.c.straw, s.c.cream, 0.5),
        9,
        0.7,
    )
    s.poly(spots("-70,-110 250,-110 310,-50 310,40 -70,40", x, y), s.c.red)
    s.poly(spots("110,-110 250,-110 310,-50 310,40 110,40", x, y), s.c.red_dark)
    s.rect(x - 70, y - 30, 380, 14, s.c.cream)
    s.poly(spots("20,-112 60,-160 240,-160 250,-112", x, y), s.c.ochre)
    s.rect(x - 96, y - 200, 110, 130, s.c.navy)
    s.rect(x - 90, y - 188, 80, 92, s.c.glow(s.c.glint))
    s.rect(x - 106, y - 214, 132, 18, s.c.red)
    s.line([(x + 60, y - 150), (x + 230, y - 290), (x + 300, y - 280)], s.c.gold, 20)
    s.poly(spots("-70,-30 -190,50 -190,76 -60,30", x, y), s.c.ochre)
    with s.moved(x - 220, y + 40):
        for k in range(8):
            turn = k * math.pi / 4 + 0.3
            bat = (66 * math.cos(turn), 66 * math.sin(turn))
            s.line([(0, 0), bat], s.c.red_dark, 6)
            s.line([(bat[0] - 14, bat[1]), (bat[0] + 14, bat[1])], s.c.red, 13)
        s.circle(0, 0, 14, s.c.navy)
    s.poly(spots("-290,96 -150,96 -150,60 -180,50", x, y), s.c.navy)
    for a, r in ((10, 66), (236, 46)):
        s.circle(x + a, y + 112 - r, r, s.c.navy)
        s.circle(x + a, y + 112 - r, r * 0.5, s.c.gold)
        s.circle(x + a, y + 112 - r, r * 0.2, s.c.brown)
