"""Rolling ground."""

import math
from collections.abc import Callable

from .sheet import HEIGHT, WIDTH, Sheet

Contour = Callable[[float], float]


def contour(s: Sheet, y: float, swing: float, *, tilt: float = 0) -> Contour:
    """A gently rolling line: the height at every x, about `y`; `tilt` raises the right end."""
    waves = [(s.r.uniform(0, 6.3), s.r.uniform(0.7, 1.3) * k, 1 / k) for k in (1, 2.3, 4.1)]

    def height(x: float) -> float:
        rolled = sum(w * math.sin(p + x / 210 * k) for p, k, w in waves)
        return y + swing * rolled * 0.6 - tilt * (x / WIDTH - 0.5)

    return height


def hill(s: Sheet, top: Contour, fill: str, foot: float = HEIGHT) -> None:
    """The ground below a contour."""
    edge = [(float(x), top(x)) for x in range(-10, WIDTH + 31, 20)]
    s.poly([*edge, (WIDTH + 20, foot), (-10, foot)], fill)


def furrows(s: Sheet, top: Contour, depth: float, colour: str, *, count: int = 90) -> None:
    """Brush marks that follow the ground below a contour, denser near its edge."""
    marks = []
    for _ in range(count):
        x, down = s.r.uniform(-40, WIDTH), depth * s.r.random() ** 1.4 + 6
        long = s.r.uniform(18, 70) * (0.6 + down / depth)
        marks.append((x, top(x) + down, x + long, top(x + long) + down))
    s.dashes(marks, colour, 3.2)
