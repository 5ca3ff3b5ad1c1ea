"""The sheet a scene is drawn on: flat shapes and strokes, in order, as SVG."""

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from .palette import Palette

WIDTH, HEIGHT = 1500, 1000


Point = tuple[float, float]


Stroke = tuple[float, float, float, float]


def spots(places: str, x: float = 0, y: float = 0) -> list[Point]:
    """Points written as "x,y x,y …", moved by (x, y): the way shapes are noted in the scenes."""
    pairs = (place.split(",") for place in places.split())
    return [(x + float(across), y + float(down)) for across, down in pairs]


def straight(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data that joins the points by straight lines."""
    data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return data + "Z" if closed else data


def curved(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data of a smooth curve through all the points (Catmull–Rom as cubics)."""
    count = len(points)
    ends = points if closed else (points[0], *points, points[-1])
    data = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(count if closed else count - 1):
        before, start, end, after = (
            ends[(i + k - (1 if closed else 0)) % len(ends)] for k in range(4)
        )
        data += (
            f"C{start[0] + (end[0] - before[0]) / 6:.1f} {start[1] + (end[1] - before[1]) / 6:.1f}"
            f" {end[0] - (after[0] - start[0]) / 6:.1f} {end[1] - (after[1] - start[1]) / 6:.1f}"
            f" {end[0]:.1f} {end[1]:.1f}"
        )
    return data + "Z" if closed else data


class Sheet:
    """Collects shapes back to front.

    `c` holds the colours here, `outside` those seen through a window, `r` the dice for shapes.
    The sky and the weather have dice of their own, `air`: a place keeps its shape in every light.
    """

    def __init__(self, here: Palette, outside: Palette, seed: str) -> None:
        self.c = here
        self.outside = outside
        self.r = random.Random(seed)
        self.air = random.Random(f"{seed} air")
        self._parts: list[str] = []
        self._clips = 0

    def path(self, data: str, fill: str, opacity: float = 1) -> None:
        """A filled shape."""
        seen = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{data}" fill="{fill}"{seen}/>')

    def trace(self, data: str, colour: str, width: float, opacity: float = 1) -> None:
        """A stroked line with round ends."""
        seen = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
            f' stroke-linecap="round" stroke-linejoin="round"{seen}/>'
        )

    def poly(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        """A filled polygon."""
        self.path(straight(points, closed=True), fill, opacity)

    def blob(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        """A filled shape with a smooth outline."""
        self.path(curved(points, closed=True), fill, opacity)

    def line(self, points: Sequence[Point], colour: str, width: float, opacity: float = 1) -> None:
        """A line of straight pieces."""
        self.trace(straight(points), colour, width, opacity)

    def bend(self, points: Sequence[Point], colour: str, width: float, opacity: float = 1) -> None:
        """A smooth line through the points."""
        self.trace(curved(points), colour, width, opacity)

    def dashes(
        self, strokes: Iterable[Stroke], colour: str, width: float, opacity: float = 1
    ) -> None:
        """Many short strokes of one colour, each (x, y) to (x, y)."""
        data = "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in strokes)
        if data:
            self.trace(data, colour, width, opacity)

    def dots(
        self, places: Iterable[Point], colour: str, diameter: float, opacity: float = 1
    ) -> None:
        """Many round dots of one size and colour."""
        self.dashes(((x, y, x + 0.1, y) for x, y in places), colour, diameter, opacity)

    def circle(self, x: float, y: float, radius: float, fill: str, opacity: float = 1) -> None:
        """A disc."""
        self.ellipse(x, y, radius, radius, fill, opacity)

    def ellipse(
        self, x: float, y: float, across: float, down: float, fill: str, opacity: float = 1
    ) -> None:
        """A filled ellipse with the given half-axes."""
        self.path(
            f"M{x - across:.1f} {y:.1f}a{across:.1f} {down:.1f} 0 1 0 {2 * across:.1f} 0"
            f"a{across:.1f} {down:.1f} 0 1 0 {-2 * across:.1f} 0Z",
            fill,
            opacity,
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, opacity: float = 1
    ) -> None:
        """An upright rectangle."""
        self.path(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}Z", fill, opacity)

    @contextmanager
    def moved(
        self, x: float, y: float, scale: float = 1, turn: float = 0, *, mirror: bool = False
    ) -> Iterator[None]:
        """Draw with the origin at (x, y), scaled, turned by degrees, mirrored left to right."""
        across = -scale if mirror else scale
        self._parts.append(
            f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})'
            f' scale({across:.3f} {scale:.3f})">'
        )
        yield
        self._parts.append("</g>")

    @contextmanager
    def through_window(self) -> Iterator[None]:
        """Draw in the colours of outdoors."""
        here, self.c = self.c, self.outside
        yield
        self.c = here

    @contextmanager
    def within(self, data: str) -> Iterator[None]:
        """Draw only inside the path."""
        self._clips += 1
        name = f"c{self._clips}"
        self._parts.append(
            f'<clipPath id="{name}"><path d="{data}"/></clipPath><g clip-path="url(#{name})">'
        )
        yield
        self._parts.append("</g>")

    def svg(self) -> str:
        """The finished document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            f' width="{WIDTH}" height="{HEIGHT}">' + "".join(self._parts) + "</svg>"
        )
