"""Trees and woods."""

import math

from .hills import Contour
from .palette import mix
from .sheet import WIDTH, Point, Sheet


def fir(s: Sheet, x: float, y: float, height: float, fill: str | None = None) -> None:
    """One spruce of uneven tiers, its left side lit, snow-laden in winter."""
    colour = fill or s.c.pine
    wide = height * s.r.uniform(0.17, 0.22)
    tiers = 5
    left: list[Point] = []
    right: list[Point] = []
    for k in range(1, tiers + 1):
        row = y - height * (1 - k / tiers * 0.94)
        reach = wide * (k / tiers) ** 0.9
        left += [(x - reach * s.r.uniform(0.9, 1.15), row), (x - reach * 0.5, row - height * 0.035)]
        right += [
            (x + reach * s.r.uniform(0.9, 1.15), row),
            (x + reach * 0.5, row - height * 0.035),
        ]
    s.rect(x - height * 0.014, y - height * 0.1, height * 0.03, height * 0.12, s.c.brown)
    s.poly([(x, y - height), *right, *reversed(left)], colour)
    light = s.c.snow if s.c.light == "winter" else mix(colour, s.c.meadow, 0.35)
    marks = [(a, b - 2, a + (x - a) * 0.62, b - height * 0.05) for a, b in left[::2]]
    s.dashes(marks, light, max(1.5, height * (0.03 if s.c.light == "winter" else 0.014)))


def firs(
    s: Sheet,
    top: Contour,
    *,
    count: int,
    tall: tuple[float, float],
    fill: str | None = None,
    span: tuple[float, float] = (0, WIDTH),
    sink: float = 6,
) -> None:
    """A loose row of spruces standing on a contour, back ones first."""
    places = sorted(
        (s.r.uniform(0, sink), s.r.uniform(*span), s.r.uniform(*tall)) for _ in range(count)
    )
    for down, x, height in places:
        fir(s, x, top(x) + down, height, fill)


def far_wood(s: Sheet, top: Contour, height: float, fill: str) -> None:
    """A distant wood: one serrated edge of spruce tips."""
    x, edge = -10.0, []
    while x < WIDTH + 20:
        tall, half = height * s.r.uniform(0.45, 1.1), height * s.r.uniform(0.12, 0.2)
        foot = top(x)
        edge += [(x - half, foot), (x - half * 0.4, foot - tall * 0.5), (x, foot - tall)]
        edge += [(x + half * 0.45, foot - tall * 0.45), (x + half, foot)]
        x += half * 1.7
    s.poly([*edge, (WIDTH + 20, top(WIDTH) + 150), (-20, top(0) + 150)], fill)


def round_tree(s: Sheet, x: float, y: float, size: float, *, fruit: bool = False) -> None:
    """A broad crown of overlapping tufts on a forked trunk; bare and white in winter."""
    dark, lit = s.c.forest, mix(s.c.forest, s.c.olive, 0.45)
    if s.c.light == "winter":
        dark, lit = mix(s.c.snow_shade, s.c.forest, 0.25), s.c.snow
    s.poly(
        [
            (x - size * 0.07, y),
            (x - size * 0.04, y - size * 0.8),
            (x + size * 0.05, y - size * 0.8),
            (x + size * 0.09, y),
        ],
        s.c.brown,
    )
    tufts = [(-0.36, -0.85, 0.3), (0.34, -0.8, 0.3), (0, -1.1, 0.4), (0.02, -0.78, 0.34)]
    for dx, dy, r in tufts:
        s.circle(x + dx * size, y + dy * size, r * size, dark)
    for dx, dy, r in tufts[:3]:
        s.circle(x + (dx - 0.07) * size, y + (dy - 0.08) * size, r * size * 0.62, lit)
    leaves = [
        (x + s.r.uniform(-0.5, 0.5) * size, y - s.r.uniform(0.62, 1.35) * size) for _ in range(22)
    ]
    s.dots(leaves, mix(dark, lit, 0.5), size * 0.06)
    if fruit:
        spots = [
            (x + s.r.uniform(-0.42, 0.42) * size, y - s.r.uniform(0.6, 1.3) * size)
            for _ in range(9)
        ]
        s.dots(spots[:6], s.c.red, size * 0.12)
        s.dots(spots[6:], s.c.gold, size * 0.1)


def poplar(s: Sheet, x: float, y: float, height: float) -> None:
    """A slim poplar, lit from the left, with upward strokes."""
    wide = height * 0.12
    shape = [
        (x, y - height),
        (x + wide * 0.8, y - height * 0.6),
        (x + wide, y - height * 0.3),
        (x + wide * 0.5, y - height * 0.06),
        (x - wide * 0.5, y - height * 0.06),
        (x - wide, y - height * 0.32),
        (x - wide * 0.75, y - height * 0.62),
    ]
    bare = s.c.light == "winter"
    fill = mix(s.c.snow_shade, s.c.forest, 0.35) if bare else s.c.forest
    s.rect(x - wide * 0.12, y - height * 0.12, wide * 0.24, height * 0.12, s.c.brown)
    s.blob(shape, fill)
    lit = s.c.snow if bare else mix(s.c.forest, s.c.olive, 0.6)
    marks = []
    for _ in range(26):
        row = s.r.uniform(0.12, 0.9)
        a = x + s.r.uniform(-0.7, 0.25) * wide * math.sin(math.pi * min(row + 0.1, 1)) ** 0.6
        marks.append((a, y - height * row, a + wide * 0.08, y - height * (row + 0.05)))
    s.dashes(marks, lit, max(1.6, wide * 0.09))


def shrubs(s: Sheet, places: list[Point], size: float) -> None:
    """Low round bushes with lit tops."""
    for x, y in places:
        dark, lit = s.c.forest, mix(s.c.forest, s.c.olive, 0.5)
        if s.c.light == "winter":
            lit = s.c.snow
        for dx, r in ((-0.7, 0.55), (0, 0.75), (0.72, 0.5)):
            s.path(_dome(x + dx * size, y, r * size), dark)
            s.path(_dome(x + (dx - 0.08) * size, y - r * size * 0.35, r * size * 0.5), lit)


def _dome(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 0 1 {2 * r:.1f} 0Z"
