"""Bread and baursak."""

import math

from .strokes.ornaments import diamond_band, ram_horn
from .strokes.palette import mix
from .strokes.rooms import sunbeam, table, wall, window
from .strokes.sheet import Sheet, spots
from .tea import baursak


def baursak_bread(s: Sheet) -> None:
    """Stamped round loaves, a bowl of baursak and ears of wheat on a board."""
    wall(s, 560, fill=mix(s.c.deep, s.c.wall_dark, 0.12))
    window(s, 600, 60, 400, 330)
    sunbeam(s, spots("600,400 1000,400 1500,1000 640,1000"))
    _hanging_towel(s, 1230, 70)
    _shelf(s, 60, 250)
    table(s, 560, s.c.ochre)
    sunbeam(s, spots("560,570 960,570 1240,1000 420,1000"))
    s.poly(spots("240,690 1260,690 1400,960 100,960"), s.c.brown)
    s.poly(spots("250,684 1250,684 1380,936 120,936"), mix(s.c.earth_dark, s.c.ochre, 0.4))
    for _ in range(18):
        y = s.r.uniform(700, 920)
        s.line([(200 + s.r.uniform(0, 500), y), (700 + s.r.uniform(0, 500), y + 3)], s.c.brown, 3)
    _loaf(s, 420, 690, 0.94)
    _loaf(s, 1110, 700, 0.86)
    _loaf(s, 640, 830, 1.22)
    _baursak_bowl(s, 960, 730)
    _wheat_bunch(s, 1180, 900)
    s.dots([(s.r.uniform(160, 1340), s.r.uniform(760, 930)) for _ in range(80)], s.c.cream, 6)


def _loaf(s: Sheet, x: float, y: float, size: float) -> None:
    with s.moved(x, y, size):
        s.ellipse(14, 46, 250, 60, s.c.shadow, 0.3)
        s.ellipse(0, 8, 240, 82, s.c.earth_dark)
        s.ellipse(0, -14, 238, 84, s.c.ochre)
        s.ellipse(-8, -22, 206, 68, s.c.gold)
        s.ellipse(0, -16, 130, 40, s.c.ochre)
        s.ellipse(0, -14, 118, 34, mix(s.c.gold, s.c.cream, 0.3))
        for ring, across, down in ((10, 44, 12), (16, 84, 24)):
            s.dots(
                [
                    (
                        across * math.cos(k * 2 * math.pi / ring),
                        -14 + down * math.sin(k * 2 * math.pi / ring),
                    )
                    for k in range(ring)
                ],
                s.c.earth_dark,
                9,
            )
        s.circle(0, -14, 6, s.c.earth_dark)
        s.dots(
            [
                (
                    190 * math.cos(a) * s.r.uniform(0.75, 1),
                    -22 + 62 * math.sin(a) * s.r.uniform(0.75, 1),
                )
                for a in (s.r.uniform(0, 6.3) for _ in range(60))
            ],
            s.c.cream,
            7,
        )
        s.bend([(-190, -44), (-120, -76), (-20, -86)], mix(s.c.gold, s.c.cream, 0.6), 11)


def _baursak_bowl(s: Sheet, x: float, y: float) -> None:
    s.ellipse(x + 20, y + 130, 220, 30, s.c.shadow, 0.3)
    for row, count in enumerate((4, 3, 2)):
        for k in range(count):
            baursak(s, x + (k - (count - 1) / 2) * 96, y - 30 - row * 56, 1.0)
    s.path(
        f"M{x - 220} {y - 20}C{x - 210} {y + 90} {x - 110} {y + 136} {x} {y + 138}"
        f"C{x + 110} {y + 136} {x + 210} {y + 90} {x + 220} {y - 20}"
        f"Q{x} {y + 50} {x - 220} {y - 20}Z",
        s.c.red,
    )
    s.path(
        f"M{x + 100} {y + 10}C{x + 110} {y + 80} {x + 60} {y + 130} {x} {y + 138}"
        f"C{x + 110} {y + 136} {x + 210} {y + 90} {x + 220} {y - 20}Z",
        s.c.red_dark,
    )
    s.bend([(x - 216, y), (x, y + 60), (x + 216, y)], s.c.gold, 10)
    for k in (-120, -40, 40, 120):
        ram_horn(s, x + k, y + 88 - abs(k) * 0.18, 26, s.c.gold, 7)


def _wheat_bunch(s: Sheet, x: float, y: float) -> None:
    for k in range(7):
        with s.moved(x, y, 1, -78 + k * 7):
            s.line([(0, 40), (0, -170)], s.c.straw_dark, 5)
            for j in range(6):
                for side in (-1, 1):
                    s.line(
                        [(0, -110 - j * 17), (side * 14, -126 - j * 17)],
                        s.c.gold if j % 2 else s.c.straw,
                        9,
                    )
    s.line([(x + 4, y - 30), (x + 14, y + 20)], s.c.red, 14)


def _hanging_towel(s: Sheet, x: float, y: float) -> None:
    s.line([(x - 40, y), (x + 210, y)], s.c.brown, 12)
    s.rect(x, y, 170, 360, s.c.cream)
    s.rect(x + 120, y, 50, 360, s.c.cream_shade)
    diamond_band(s, x, x + 170, y + 300, 22, (s.c.red, s.c.gold))
    for k in (262, 332):
        s.rect(x, y + k, 170, 8, s.c.red)
    s.dashes([(x + 6 + k * 12, y + 360, x + 6 + k * 12, y + 384) for k in range(14)], s.c.cream, 4)


def _shelf(s: Sheet, x: float, y: float) -> None:
    s.rect(x, y, 420, 18, s.c.brown)
    for k, (wide, tall, tone) in enumerate(
        ((80, 120, s.c.gold), (100, 90, s.c.red), (70, 140, s.c.cream), (90, 104, s.c.ochre))
    ):
        a = x + 24 + k * 100
        s.blob(
            [
                (a, y - tall),
                (a + wide, y - tall),
                (a + wide + 8, y - tall * 0.5),
                (a + wide - 6, y - 2),
                (a + 6, y - 2),
                (a - 8, y - tall * 0.5),
            ],
            tone,
        )
        s.blob(
            [
                (a + wide * 0.6, y - tall),
                (a + wide, y - tall),
                (a + wide + 8, y - tall * 0.5),
                (a + wide - 6, y - 2),
                (a + wide * 0.6, y - 2),
            ],
            mix(tone, s.c.shadow, 0.25),
        )
        s.rect(a - 2, y - tall - 12, wide + 4, 16, s.c.turquoise)
