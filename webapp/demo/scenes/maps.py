"""The map table."""

import math

from .strokes.ornaments import ram_horn
from .strokes.palette import mix
from .strokes.rooms import sunbeam, table, wall, window
from .strokes.sheet import Point, Sheet, curved, spots, straight


def map_table(s: Sheet) -> None:
    """A contour map unrolled under compass, pencil and a field lamp."""
    wall(s, 400, fill=mix(s.c.ochre, s.c.wall_dark, 0.55))
    window(s, 540, 30, 420, 260)
    table(s, 380, s.c.brown)
    sunbeam(s, spots("500,390 980,390 1300,1000 300,1000"))
    _sheet_of_map(s)
    _compass(s, 1080, 790, 118)
    _pencil_and_rule(s)
    _mug(s, 190, 470)
    _field_lamp(s, 1310, 470)


def _sheet_of_map(s: Sheet) -> None:
    corners: list[Point] = spots("330,450 1190,450 1370,930 140,930")
    s.poly([(x + 14, y + 16) for x, y in corners], s.c.shadow, 0.35)
    s.poly(corners, s.c.cream)
    with s.within(straight(corners, closed=True)):
        s.blob(spots("120,700 420,560 640,700 560,960 100,980"), mix(s.c.olive, s.c.cream, 0.35))
        s.blob(spots("760,430 1240,420 1400,720 1080,740 860,620"), mix(s.c.straw, s.c.cream, 0.4))
        _contours(s, 520, 640, 210, s.c.ochre)
        _contours(s, 980, 600, 170, s.c.red)
        _contours(s, 840, 880, 130, s.c.ochre)
        lake = spots("640,500 720,488 760,520 700,556 636,540")
        s.blob(lake, s.c.turquoise)
        s.bend(spots("700,548 740,640 690,720 760,800 720,950"), s.c.turquoise, 13)
        s.bend(spots("160,880 420,800 690,820 900,740 1320,850"), s.c.red, 6)
        s.dashes(
            [(330 + k * 107 - (k - 4) * 0, 450, 140 + k * 154, 930) for k in range(9)],
            s.c.stone_shade,
            2,
            0.7,
        )
        s.dashes(
            [(330 - k * 38, 450 + k * 96, 1190 + k * 36, 450 + k * 96) for k in range(6)],
            s.c.stone_shade,
            2,
            0.7,
        )
        for x, y in ((420, 800), (900, 740), (690, 820), (560, 560)):
            s.circle(x, y, 13, s.c.navy)
            s.circle(x, y, 6, s.c.cream)
    s.line([*corners, corners[0]], s.c.cream_shade, 6)
    for (a, b), (c, d) in ((corners[0], corners[3]), (corners[1], corners[2])):
        s.line([(a, b), (c, d)], s.c.stone, 26)
        s.line([(a - 4, b), (c - 4, d)], s.c.cream, 12)


def _contours(s: Sheet, x: float, y: float, r: float, colour: str) -> None:
    wobble = [(s.r.uniform(0.8, 1.2)) for _ in range(9)]
    for k in range(6):
        reach = r * (1 - k / 6.6)
        ring = [
            (x + reach * 1.3 * w * math.cos(a), y + reach * 0.62 * w * math.sin(a))
            for w, a in zip(wobble, (j * 2 * math.pi / 9 for j in range(9)), strict=True)
        ]
        s.trace(curved(ring, closed=True), colour, 4 if k % 3 == 0 else 2.4)
    s.poly([(x - 14, y + 10), (x, y - 16), (x + 14, y + 10)], colour)


def _compass(s: Sheet, x: float, y: float, r: float) -> None:
    s.ellipse(x + 14, y + 20, r * 1.04, r * 0.86, s.c.shadow, 0.35)
    s.ellipse(x, y, r, r * 0.84, s.c.ochre)
    s.ellipse(x - 3, y - 5, r * 0.93, r * 0.78, s.c.gold)
    s.ellipse(x, y, r * 0.78, r * 0.64, s.c.snow)
    s.dashes(
        [
            (
                x + r * 0.62 * math.cos(a),
                y + r * 0.52 * math.sin(a),
                x + r * 0.72 * math.cos(a),
                y + r * 0.6 * math.sin(a),
            )
            for a in (k * math.pi / 12 for k in range(24))
        ],
        s.c.navy,
        4,
    )
    s.poly([(x + 44, y - 46), (x + 9, y + 9), (x - 9, y - 9)], s.c.red)
    s.poly([(x - 44, y + 46), (x + 9, y + 9), (x - 9, y - 9)], s.c.deep)
    s.circle(x, y, 9, s.c.gold)
    s.bend([(x - r * 0.6, y - r * 0.3), (x - r * 0.3, y - r * 0.5)], s.c.cream, 7)
    s.rect(x - 12, y - r * 0.84 - 26, 24, 26, s.c.ochre)


def _pencil_and_rule(s: Sheet) -> None:
    with s.moved(560, 830, 1, -22):
        s.rect(-170, 14, 400, 10, s.c.shadow, 0.3)
        s.rect(-180, -9, 340, 18, s.c.red)
        s.rect(-180, -9, 340, 6, mix(s.c.red, s.c.cream, 0.4))
        s.poly([(160, -9), (204, 0), (160, 9)], s.c.sand)
        s.poly([(190, -3), (206, 0), (190, 3)], s.c.navy)
        s.rect(-204, -9, 26, 18, s.c.gold)
    with s.moved(300, 700, 1, 58):
        s.rect(-180, -28, 400, 58, s.c.shadow, 0.25)
        s.rect(-190, -34, 400, 56, s.c.gold)
        s.dashes(
            [(-180 + k * 20, -34, -180 + k * 20, -10 - (12 if k % 5 else 0)) for k in range(20)],
            s.c.brown,
            3,
        )


def _mug(s: Sheet, x: float, y: float) -> None:
    s.ellipse(x + 16, y + 104, 90, 16, s.c.shadow, 0.35)
    s.rect(x - 66, y - 40, 132, 140, s.c.turquoise)
    s.rect(x + 22, y - 40, 44, 140, s.c.deep)
    s.ellipse(x, y - 40, 66, 17, s.c.cream)
    s.ellipse(x, y - 38, 56, 12, s.c.brown)
    s.trace(f"M{x + 66} {y - 14}q60 6 48 52q-10 34 -48 26", s.c.deep, 15)
    ram_horn(s, x - 20, y + 30, 28, s.c.cream, 8)
    for k in (-22, 18):
        s.bend(
            [(x + k, y - 66), (x + k - 14, y - 96), (x + k + 10, y - 128), (x + k - 6, y - 160)],
            s.c.cream,
            6,
            0.7,
        )


def _field_lamp(s: Sheet, x: float, y: float) -> None:
    if s.c.lamps_lit:
        s.circle(x, y - 40, 240, s.c.lamp, 0.1)
        s.circle(x, y - 40, 150, s.c.lamp, 0.16)
    s.ellipse(x + 10, y + 96, 110, 18, s.c.shadow, 0.35)
    s.rect(x - 84, y + 40, 168, 54, s.c.red)
    s.rect(x + 30, y + 40, 54, 54, s.c.red_dark)
    s.blob(spots("-56,42 -70,-30 -40,-110 40,-110 70,-30 56,42", x, y), s.c.glint)
    s.blob(spots("-18,30 -26,-10 0,-66 26,-10 18,30", x, y), s.c.gold)
    s.blob(spots("-8,28 -12,0 0,-30 12,0 8,28", x, y), s.c.cream)
    s.rect(x - 54, y - 130, 108, 24, s.c.navy)
    s.poly(spots("-54,-130 -24,-170 24,-170 54,-130", x, y), s.c.red)
    s.trace(
        f"M{x - 76} {y + 40}C{x - 130} {y - 120} {x - 60} {y - 220} {x} {y - 220}"
        f"S{x + 130} {y - 120} {x + 76} {y + 40}",
        s.c.navy,
        6,
    )
