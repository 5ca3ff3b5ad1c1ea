"""Kazakh ornament: ram’s horns, diamonds, and bands made of them."""

import math

from .sheet import Point, Sheet


def spiral(x: float, y: float, radius: float, turns: float, start: float, way: int) -> list[Point]:
    """Points of a spiral that winds inward from `start` degrees; `way` 1 is clockwise."""
    count = max(6, int(turns * 14))
    points = []
    for k in range(count + 1):
        share = k / count
        angle = math.radians(start) + way * share * turns * 2 * math.pi
        reach = radius * (1 - 0.72 * share)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def ram_horn(
    s: Sheet, x: float, y: float, size: float, colour: str, width: float, *, flip: bool = False
) -> None:
    """Qoshqar-muiz: a stem that parts into two curling horns; `size` is the half-width."""
    up = -1 if flip else 1
    r = size * 0.42
    for side in (-1, 1):
        centre = (x + side * size * 0.52, y - up * size * 0.12)
        start = 180 if side == 1 else 0
        horn = spiral(*centre, r, 1.15, start, side * up)
        s.bend(
            [(x, y + up * size * 0.75), (x + side * size * 0.03, y + up * size * 0.2), *horn],
            colour,
            width,
        )


def horn_band(
    s: Sheet,
    left: float,
    right: float,
    y: float,
    size: float,
    colour: str,
    width: float,
    *,
    flip: bool = False,
) -> None:
    """A row of ram’s horns."""
    count = max(1, round((right - left) / (size * 2.3)))
    step = (right - left) / count
    for k in range(count):
        ram_horn(s, left + step * (k + 0.5), y, size, colour, width, flip=flip)


def diamond(s: Sheet, x: float, y: float, across: float, down: float, fill: str) -> None:
    """A lozenge with the given half-axes."""
    s.poly([(x, y - down), (x + across, y), (x, y + down), (x - across, y)], fill)


def diamond_band(
    s: Sheet, left: float, right: float, y: float, size: float, fills: tuple[str, str]
) -> None:
    """A row of lozenges, each with a smaller one inside."""
    count = max(1, round((right - left) / (size * 2)))
    step = (right - left) / count
    for k in range(count):
        x = left + step * (k + 0.5)
        diamond(s, x, y, step * 0.46, size, fills[0])
        diamond(s, x, y, step * 0.2, size * 0.44, fills[1])


def tooth_band(
    s: Sheet, left: float, right: float, y: float, size: float, colour: str, *, up: bool = True
) -> None:
    """A row of triangles standing on (or hanging from) the line at `y`."""
    count = max(1, round((right - left) / size))
    step, tip = (right - left) / count, y - size * (0.8 if up else -0.8)
    data = "".join(
        f"M{left + k * step:.1f} {y:.1f}L{left + (k + 0.5) * step:.1f} {tip:.1f}"
        f"L{left + (k + 1) * step:.1f} {y:.1f}Z"
        for k in range(count)
    )
    s.path(data, colour)


def sun_wheel(s: Sheet, x: float, y: float, radius: float, colour: str, width: float) -> None:
    """A round sun with a cross of spokes and rays."""
    ring = [
        (x + radius * math.cos(a), y + radius * math.sin(a))
        for a in (k * math.pi / 12 for k in range(25))
    ]
    s.line(ring, colour, width)
    s.dashes(
        [
            (
                x + radius * a * math.cos(t),
                y + radius * a * math.sin(t),
                x + radius * b * math.cos(t),
                y + radius * b * math.sin(t),
            )
            for k in range(12)
            for t in (k * math.pi / 6,)
            for a, b in ((0.0, 1.0), (1.18, 1.5))
            if a or k % 3 == 0
        ],
        colour,
        width,
    )
