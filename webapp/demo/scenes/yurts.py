"""The yurt."""

import math

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.ornaments import diamond_band, ram_horn, tooth_band
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky


def yurt(s: Sheet) -> None:
    """A white yurt with its patterned bands, a hitching rail, hills and low sun."""
    sky(s, 600, sun=(330, 330), radius=108)
    clouds(s, [(170, 120), (960, 110), (560, 200)])
    far_range(s, 620, 110)
    back = contour(s, 600, 14)
    hill(s, back, mix(s.c.rock, s.c.meadow, 0.35))
    furrows(s, back, 60, s.c.rock_shade, count=40)
    for y, tone, mark in ((655, s.c.sand, s.c.sand_dark), (720, s.c.straw, s.c.straw_dark)):
        line = contour(s, y, 12)
        hill(s, line, tone)
        furrows(s, line, 120, mark, count=90)
    mist(s, 650)
    _hitching_rail(s)
    s.poly(spots("520,850 1100,850 1420,900 640,900"), s.c.shadow, 0.25)
    _yurt_body(s, 780, 850)
    front = contour(s, 872, 10)
    hill(s, front, s.c.earth)
    furrows(s, front, 100, s.c.earth_dark, count=70)
    grass(
        s, 880, 1030, [s.c.brown, s.c.straw_dark, s.c.straw, s.c.forest], count=460, size=(26, 88)
    )


def _hitching_rail(s: Sheet) -> None:
    for x in (180, 300, 420):
        s.line([(x, 840), (x, 690)], s.c.brown, 14)
    s.line([(160, 702), (440, 702)], s.c.brown, 11)
    s.poly(spots("230,706 320,706 312,770 240,770"), s.c.red)
    s.rect(238, 724, 74, 9, s.c.gold)
    s.dashes([(242 + k * 12, 770, 242 + k * 12, 788) for k in range(6)], s.c.cream, 4)


def _yurt_body(s: Sheet, x: float, foot: float) -> None:
    felt, shade = s.c.snow, mix(s.c.cream_shade, s.c.rock_shade, 0.18)
    eave, half = foot - 190, 330
    dome = (
        f"M{x - half} {eave}C{x - half + 30} {eave - 130} {x - 170} {eave - 240} {x - 80}"
        f" {eave - 272}H{x + 80}C{x + 170} {eave - 240} {x + half - 30} {eave - 130}"
        f" {x + half} {eave}Z"
    )
    s.ellipse(x, eave - 268, 92, 34, s.c.brown)
    s.dashes(
        [(x - 76 + k * 19, eave - 276, x + (k - 4) * 8, eave - 304) for k in range(9)], s.c.ochre, 4
    )
    s.rect(x - half + 10, eave, half * 2 - 20, 190, felt)
    s.rect(x + 130, eave, half - 140, 190, shade)
    s.path(dome, felt)
    s.path(
        f"M{x + 20} {eave - 272}H{x + 80}C{x + 170} {eave - 240} {x + half - 30} {eave - 130}"
        f" {x + half} {eave}H{x + 130}C{x + 120} {eave - 120} {x + 60} {eave - 230} {x + 20}"
        f" {eave - 272}Z",
        shade,
    )
    for k in range(-4, 5):
        s.bend(
            [(x + k * 17, eave - 270), (x + k * 50, eave - 150), (x + k * 76, eave - 6)],
            s.c.red if k % 2 else s.c.ochre,
            4,
        )
    s.bend([(x - 84, eave - 268), (x, eave - 258), (x + 84, eave - 268)], s.c.red, 12)
    s.rect(x - half, eave - 22, half * 2, 44, s.c.red)
    diamond_band(s, x - half, x + half, eave, 17, (s.c.gold, s.c.deep))
    for y in (eave + 92, eave + 132):
        s.rect(x - half + 10, y, half * 2 - 20, 9, s.c.red)
    _felt_marks(s, x, eave)
    tooth_band(s, x - half + 10, x + half - 10, foot, 26, s.c.deep)
    _yurt_door(s, x, foot)


def _felt_marks(s: Sheet, x: float, eave: float) -> None:
    marks = []
    for _ in range(70):
        a, b = s.r.uniform(-300, 290), s.r.uniform(30, 180)
        marks.append((x + a, eave + b, x + a + s.r.uniform(10, 36), eave + b))
    for _ in range(50):
        turn, reach = s.r.uniform(0.25, math.pi - 0.25), s.r.uniform(90, 250)
        a, b = math.cos(turn) * reach * 1.1, -math.sin(turn) * reach * 0.9
        marks.append((x + a, eave + b - 20, x + a + 14, eave + b - 16))
    s.dashes(marks, mix(s.c.cream_shade, s.c.stone_shade, 0.4), 2.6)


def _yurt_door(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 78, foot - 176, 156, 180, s.c.brown)
    s.rect(x - 66, foot - 164, 132, 168, s.c.deep)
    s.rect(x - 3, foot - 164, 6, 168, s.c.brown)
    for side in (-1, 1):
        for y in (-126, -54):
            ram_horn(s, x + side * 33, foot + y, 24, s.c.gold, 5)
    if s.c.lamps_lit:
        s.rect(x - 6, foot - 164, 12, 168, s.c.lamp)
        s.poly(spots("-6,0 6,0 60,90 -60,90", x, foot), s.c.lamp, 0.3)
