"""The melon stall."""

import math

from .strokes.hills import contour, hill
from .strokes.ornaments import tooth_band
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Point, Sheet, spots
from .strokes.skies import sky, snowfall


def market_melons(s: Sheet) -> None:
    """A market stall: golden melons, striped watermelons, a scale under the awning."""
    with s.through_window():
        sky(s, 560, sun=(1200, 330), radius=70)
        massif(s, 560, 260, count=5)
        hill(s, contour(s, 540, 10), s.c.meadow_dark)
        if s.c.light == "winter":
            snowfall(s)
    for x in (30, 1400):
        s.rect(x, 120, 26, 700, s.c.brown)
    _awning(s)
    s.rect(0, 640, 1500, 400, s.c.brown)
    for row, (y, size) in enumerate(((560, 0.72), (660, 0.92), (790, 1.12))):
        count = 10 - row * 2
        for k in range(count):
            place = (k + 0.5) * 1500 / count + s.r.uniform(-18, 18)
            fruit = melon if (k + row) % 3 else watermelon
            fruit(s, place, y + s.r.uniform(-8, 8), size)
    _crate(s)
    _scale(s, 770, 560)
    _slice(s, 420, 820)


def _awning(s: Sheet) -> None:
    for k in range(12):
        x, tone = k * 125, s.c.red if k % 2 else s.c.cream
        s.poly(spots("0,0 125,0 125,170 0,170", x, 0), tone)
        s.path(f"M{x} 168v30a62.5 46 0 0 0 125 0v-30Z", mix(tone, s.c.shadow, 0.14))
        s.dashes(
            [(x + 20 + j * 28, 12 + s.r.uniform(0, 60), x + 20 + j * 28, 150) for j in range(4)],
            mix(tone, s.c.shadow, 0.12),
            3,
        )
    if s.c.light == "winter":
        s.rect(0, 0, 1500, 34, s.c.snow)
        s.dots([(x, 34) for x in range(0, 1500, 44)], s.c.snow, 52)
    if s.c.lamps_lit:
        s.bend(spots("0,230 400,280 760,240 1120,284 1500,230"), s.c.navy, 4)
        s.dots([(60 + k * 92, 250 + 24 * math.sin(k)) for k in range(16)], s.c.lamp, 26)


def melon(s: Sheet, x: float, y: float, size: float) -> None:
    """A netted golden melon."""
    with s.moved(x, y, size, s.r.uniform(-16, 16)):
        s.ellipse(0, 0, 98, 72, s.c.ochre)
        s.ellipse(-8, -8, 88, 62, s.c.gold)
        for k in (-50, -18, 16, 50):
            s.bend([(-84, k * 0.3), (0, k * 1.15), (88, k * 0.3)], s.c.ochre, 3.4)
        s.dashes(
            [
                (a, b, a + 9, b + s.r.uniform(-9, 9))
                for a, b in ((s.r.uniform(-66, 60), s.r.uniform(-44, 44)) for _ in range(20))
            ],
            s.c.cream,
            3,
        )
        s.bend([(-66, -26), (-30, -48), (6, -54)], s.c.cream, 8)
        s.line([(94, -2), (112, -8)], s.c.olive, 9)


def watermelon(s: Sheet, x: float, y: float, size: float) -> None:
    """A dark striped watermelon."""
    with s.moved(x, y, size, s.r.uniform(-12, 12)):
        s.circle(0, 0, 84, s.c.forest)
        for k in (-58, -30, 0, 30, 58):
            data: list[Point] = [
                (k * 0.3, -82),
                (k * 1.0 + 8, -44),
                (k * 1.25 - 7, 0),
                (k * 1.0 + 8, 44),
                (k * 0.3, 82),
            ]
            s.bend(data, s.c.olive, 11)
        s.path("M20 -81A84 84 0 0 1 20 81Q66 0 20 -81Z", s.c.pine_dark, 0.6)
        s.bend([(-58, -36), (-34, -60)], s.c.cream, 8)
        s.bend([(0, -82), (10, -102), (26, -104)], s.c.olive, 8)


def _crate(s: Sheet) -> None:
    s.rect(0, 868, 1500, 140, s.c.ochre)
    for y in (880, 938):
        s.rect(0, y, 1500, 44, mix(s.c.ochre, s.c.brown, 0.25))
        s.dashes(
            [
                (x, y + s.r.uniform(8, 36), x + s.r.uniform(40, 120), y + s.r.uniform(8, 36))
                for x in range(0, 1500, 70)
            ],
            s.c.brown,
            3,
        )
    for x in (90, 480, 1020, 1410):
        s.rect(x - 22, 862, 44, 140, s.c.brown)
        s.dots([(x, 902), (x, 960)], s.c.navy, 10)
    tooth_band(s, 0, 1500, 870, 30, s.c.turquoise, up=False)


def _scale(s: Sheet, x: float, y: float) -> None:
    s.poly(spots("-120,110 120,110 84,-60 -84,-60", x, y), s.c.deep)
    s.poly(spots("20,110 120,110 84,-60 20,-60", x, y), s.c.navy)
    s.circle(x, y + 16, 62, s.c.cream)
    s.dashes(
        [
            (
                x + 46 * math.cos(a),
                y + 16 + 46 * math.sin(a),
                x + 56 * math.cos(a),
                y + 16 + 56 * math.sin(a),
            )
            for a in (k * math.pi / 6 for k in range(12))
        ],
        s.c.navy,
        5,
    )
    s.line([(x, y + 16), (x + 24, y - 22)], s.c.red, 7)
    s.rect(x - 12, y - 96, 24, 40, s.c.stone_shade)
    s.path(
        f"M{x - 170} {y - 124}H{x + 170}Q{x + 130} {y - 84} {x} {y - 84}T{x - 170} {y - 124}Z",
        s.c.gold,
    )
    melon(s, x - 64, y - 164, 0.8)
    watermelon(s, x + 70, y - 180, 0.86)


def _slice(s: Sheet, x: float, y: float) -> None:
    s.path(f"M{x - 190} {y - 90}A190 170 0 0 0 {x + 190} {y - 90}Z", s.c.forest)
    s.path(f"M{x - 172} {y - 90}A172 152 0 0 0 {x + 172} {y - 90}Z", s.c.cream)
    s.path(f"M{x - 156} {y - 90}A156 134 0 0 0 {x + 156} {y - 90}Z", s.c.red)
    s.dashes(
        [
            (x + a, y - 74 + b, x + a * 1.04, y - 62 + b)
            for a, b in ((s.r.uniform(-110, 110), s.r.uniform(0, 60)) for _ in range(20))
        ],
        s.c.navy,
        7,
    )
