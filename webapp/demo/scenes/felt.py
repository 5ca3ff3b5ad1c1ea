"""The felt carpet on its wall."""

import math

from .strokes.ornaments import diamond, horn_band, ram_horn
from .strokes.palette import mix
from .strokes.rooms import sunbeam, wall, window
from .strokes.sheet import Sheet, spots


def felt_carpet(s: Sheet) -> None:
    """A syrmak hung on the wall between a window and rolls of dyed felt."""
    wall(s, 820, fill=mix(s.c.deep, s.c.wall_dark, 0.1), pattern=False)
    window(s, 60, 150, 210, 420)
    sunbeam(s, spots("330,120 720,40 1240,700 700,820"))
    s.rect(0, 800, 1500, 210, s.c.floor)
    s.dashes(
        [(0, y, 1500, y + 2) for y in (826, 862, 908, 960)], mix(s.c.floor, s.c.shadow, 0.3), 4
    )
    s.line([(320, 70), (1220, 70)], s.c.brown, 18)
    _syrmak(s, 360, 84, 820, 690)
    for x, y, r, tone in (
        (1340, 800, 92, s.c.red),
        (1250, 862, 76, s.c.gold),
        (1420, 880, 84, s.c.turquoise),
        (150, 850, 90, s.c.gold),
        (70, 900, 70, s.c.red),
        (250, 900, 66, s.c.cream),
    ):
        _felt_roll(s, x, y, r, tone)
    for x, y, tone in (
        (430, 900, s.c.cream),
        (520, 930, s.c.red),
        (980, 920, s.c.gold),
        (1080, 900, s.c.cream),
    ):
        _wool_ball(s, x, y, tone)


def _syrmak(s: Sheet, x: float, y: float, width: float, height: float) -> None:
    s.rect(x + 14, y + 16, width, height, s.c.shadow, 0.3)
    s.rect(x, y, width, height, s.c.red)
    s.rect(x + 18, y + 18, width - 36, height - 36, s.c.cream)
    s.rect(x + 96, y + 96, width - 192, height - 192, s.c.gold)
    s.rect(x + 106, y + 106, width - 212, height - 212, s.c.deep)
    for top, flip in ((y + 58, False), (y + height - 58, True)):
        horn_band(s, x + 90, x + width - 90, top, 34, s.c.red, 11, flip=flip)
    for side, turn in ((x + 58, -90), (x + width - 58, 90)):
        with s.moved(side, y + height / 2, 1, turn):
            horn_band(s, -height / 2 + 90, height / 2 - 90, 0, 34, s.c.red, 11)
    for a in (x + 58, x + width - 58):
        for b in (y + 58, y + height - 58):
            diamond(s, a, b, 34, 34, s.c.deep)
            diamond(s, a, b, 16, 16, s.c.gold)
    middle = y + height / 2
    for k in (0.3, 0.7):
        _medallion(s, x + width * k, middle, 150)
    for a in (x + 130, x + width / 2, x + width - 130):
        for b, flip in ((y + 150, True), (y + height - 150, False)):
            ram_horn(s, a, b, 34, s.c.cream, 9, flip=flip)
    _stitches(s, x, y, width, height)
    s.dashes(
        [
            (x + 8 + k * 17, y + height, x + 8 + k * 17, y + height + 30)
            for k in range(int(width / 17))
        ],
        s.c.cream,
        6,
    )


def _medallion(s: Sheet, x: float, y: float, size: float) -> None:
    diamond(s, x, y, size * 1.05, size * 1.3, s.c.gold)
    diamond(s, x, y, size * 0.97, size * 1.2, s.c.red)
    diamond(s, x, y, size * 0.5, size * 0.62, s.c.gold)
    diamond(s, x, y, size * 0.42, size * 0.52, s.c.deep)
    for turn in (0, 90, 180, 270):
        with s.moved(x, y, 1, turn):
            ram_horn(
                s,
                0,
                -size * (0.78 if turn % 180 == 0 else 0.62),
                size * 0.3,
                s.c.cream,
                size * 0.075,
            )
    diamond(s, x, y, size * 0.14, size * 0.18, s.c.cream)


def _stitches(s: Sheet, x: float, y: float, width: float, height: float) -> None:
    for inset, colour in ((9, s.c.gold), (26, s.c.cream_shade), (116, s.c.turquoise)):
        a, b, c, d = x + inset, y + inset, x + width - inset, y + height - inset
        marks = [(p, q, p + 9, q) for q in (b, d) for p in _steps(a, c)]
        marks += [(p, q, p, q + 9) for p in (a, c) for q in _steps(b, d)]
        s.dashes(marks, colour, 3)
    s.dashes(
        [
            (p, q, p + s.r.uniform(4, 14), q + s.r.uniform(-3, 3))
            for p, q in (
                (x + s.r.uniform(10, width - 20), y + s.r.uniform(10, height - 10))
                for _ in range(420)
            )
        ],
        s.c.shadow,
        2,
        0.16,
    )


def _steps(first: float, last: float) -> list[float]:
    return [first + k * 18 for k in range(int((last - first) / 18))]


def _felt_roll(s: Sheet, x: float, y: float, r: float, tone: str) -> None:
    s.ellipse(x, y + r * 0.98, r * 1.1, r * 0.14, s.c.shadow, 0.35)
    s.circle(x, y, r, mix(tone, s.c.shadow, 0.25))
    s.circle(x - r * 0.05, y - r * 0.05, r * 0.92, tone)
    turns = [
        (
            x + r * 0.86 * (1 - k / 64) * math.cos(k * 0.34),
            y + r * 0.86 * (1 - k / 64) * math.sin(k * 0.34),
        )
        for k in range(60)
    ]
    s.bend(turns, mix(tone, s.c.shadow, 0.35), 4)
    s.bend([(a - 2, b - 4) for a, b in turns], mix(tone, s.c.cream, 0.35), 2.5)


def _wool_ball(s: Sheet, x: float, y: float, tone: str) -> None:
    s.ellipse(x + 6, y + 44, 56, 9, s.c.shadow, 0.35)
    s.circle(x, y, 46, tone)
    for k in range(-3, 4):
        s.bend(
            [(x - 40, y + k * 9), (x, y + k * 13 - 10), (x + 40, y + k * 8 + 6)],
            mix(tone, s.c.shadow, 0.3),
            3,
        )
    s.bend([(x + 20, y + 38), (x + 90, y + 50), (x + 150, y + 40)], tone, 5)
