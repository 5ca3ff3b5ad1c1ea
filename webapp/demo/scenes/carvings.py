"""The carved rocks."""

import math

from .strokes.grasses import grass
from .strokes.hills import contour, hill
from .strokes.ornaments import sun_wheel
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Point, Sheet, spots, straight
from .strokes.skies import clouds, sky

_IBEX: list[Point] = spots(
    "-120,-150 -40,-168 50,-160 96,-196 120,-240 150,-262 198,-236 206,-220 "
    "160,-212 140,-170 120,-130 96,-112 96,0 78,0 72,-96 50,-92 46,0 28,0 24,-100 "
    "-56,-104 -62,0 -80,0 -82,-96 -104,-88 -112,0 -130,0 -128,-120 -150,-150 "
    "-160,-176 -144,-170"
)


def petroglyphs(s: Sheet) -> None:
    """Ibex and a sun-headed figure pecked into a sunlit rock wall."""
    sky(s, 300, sun=(240, 120), radius=62)
    clouds(s, [(900, 70), (520, 110)])
    massif(s, 280, 150, count=7)
    back = contour(s, 235, 14)
    hill(s, back, s.c.meadow_dark)
    grass(s, 225, 270, [s.c.forest, s.c.olive, s.c.straw_dark], count=200, size=(14, 34))
    _slabs(s)
    pale = mix(s.c.cream, s.c.gold, 0.12)
    for x, y, size, way in (
        (840, 800, 1.5, False),
        (330, 860, 0.62, True),
        (1240, 900, 0.7, True),
        (1290, 560, 0.52, False),
        (190, 610, 0.48, False),
    ):
        with s.moved(x, y, size, mirror=way):
            _carved_ibex(s, pale)
    _sun_head(s, 520, 470, pale)
    with s.moved(560, 880, 0.5):
        _archer(s, pale)
    grass(s, 975, 1040, [s.c.forest, s.c.olive, s.c.straw_dark], count=170, size=(30, 80))


def _slabs(s: Sheet) -> None:
    base = s.c.earth if s.c.light != "winter" else s.c.ochre
    tones = [base, mix(base, s.c.shadow, 0.14), mix(base, s.c.cream, 0.14), mix(base, s.c.red, 0.2)]
    s.poly(spots("-10,300 240,250 520,282 760,240 1100,276 1510,236 1510,1010 -10,1010"), base)
    cells = [
        spots("-10,300 240,250 380,470 250,640 -10,560"),
        spots("240,250 520,282 760,240 700,560 380,470"),
        spots("760,240 1100,276 1180,520 1000,640 700,560"),
        spots("1100,276 1510,236 1510,600 1180,520"),
        spots("-10,560 250,640 420,800 300,1010 -10,1010"),
        spots("380,470 700,560 640,800 420,800 250,640"),
        spots("700,560 1000,640 1110,1010 620,1010 640,800"),
        spots("1180,520 1510,600 1510,1010 1110,1010 1000,640"),
    ]
    for k, cell in enumerate(cells):
        tone = tones[k % 4]
        s.poly(cell, tone)
        (ax, ay), (bx, by) = cell[0], cell[1]
        s.line([(ax + 6, ay + 8), (bx - 6, by + 8)], mix(tone, s.c.cream, 0.4), 5)
        s.line([*cell, cell[0]], mix(base, s.c.shadow, 0.55), 5)
    marks = [(s.r.uniform(0, 1500), 300 + 700 * s.r.random()) for _ in range(420)]
    s.dashes(
        [(x, y, x + s.r.uniform(4, 22), y + s.r.uniform(-4, 6)) for x, y in marks[:260]],
        mix(base, s.c.shadow, 0.32),
        3,
    )
    s.dashes(
        [(x, y, x + s.r.uniform(4, 16), y + s.r.uniform(-4, 4)) for x, y in marks[260:]],
        mix(base, s.c.cream, 0.35),
        3,
    )
    for tone in (s.c.olive, s.c.gold):
        for _ in range(5):
            x, y = s.r.uniform(0, 1500), s.r.uniform(330, 980)
            s.dots([(x + s.r.gauss(0, 22), y + s.r.gauss(0, 14)) for _ in range(16)], tone, 9, 0.7)


def _carved_ibex(s: Sheet, pale: str) -> None:
    s.path(straight(_IBEX, closed=True), pale)
    s.trace(straight(_IBEX, closed=True), pale, 9)
    for shift in (0, 30):
        horn = [
            (132 + shift * 0.6, -250),
            (120 + shift * 0.4, -330 + shift * 0.5),
            (50 + shift * 0.5, -372 + shift),
            (-30 + shift, -340 + shift),
            (-70 + shift * 1.2, -270 + shift * 0.6),
        ]
        s.bend(horn, pale, 14)
    s.dashes(
        [
            (
                118 - k * 34,
                -336 - 22 * math.sin(k * 0.9),
                112 - k * 36,
                -366 - 24 * math.sin(k * 0.9),
            )
            for k in range(5)
        ],
        pale,
        9,
    )
    s.dots(
        [(s.r.uniform(-120, 90), s.r.uniform(-156, -110)) for _ in range(26)],
        mix(pale, s.c.earth_dark, 0.45),
        6,
    )


def _sun_head(s: Sheet, x: float, y: float, pale: str) -> None:
    sun_wheel(s, x, y, 62, pale, 9)
    s.dots(
        [(x + 112 * math.cos(k * 0.39), y + 112 * math.sin(k * 0.39)) for k in range(16)], pale, 13
    )
    s.line([(x, y + 66), (x, y + 200)], pale, 20)
    s.line(spots("-80,96 -46,130 0,116 46,130 84,92", x, y), pale, 13)
    s.line(spots("-46,290 -40,240 0,200 40,240 48,290", x, y), pale, 14)


def _archer(s: Sheet, pale: str) -> None:
    s.circle(0, -220, 26, pale)
    s.line([(0, -190), (-6, -90)], pale, 26)
    s.line([(-6, -96), (-40, 0)], pale, 16)
    s.line([(-6, -96), (34, 0)], pale, 16)
    s.line([(0, -170), (70, -176)], pale, 13)
    s.bend([(60, -250), (96, -176), (60, -100)], pale, 9)
    s.line([(-30, -172), (120, -180)], pale, 6)
