"""Charting: where the lines, bars and labels of a chart stand, in the units of its SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 240
HALF, WHOLE = 560, 816  # widths: beside another panel of its size, or of a narrow one
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 16, 32  # margins, which hold the labels
STEPS = (1, 2, 2.5, 5, 10)
THICKEST = 48
LINES = 4  # about as many lines as people can tell apart
# A state with only a few recipients is still seen: its part of a bar has at least this many %.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Label:
    """Words at a place."""

    at: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A bar from the zero line upwards, or downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """A chart: lines across with their numbers, names below, and what is drawn."""

    lines: list[Label]
    names: list[Label]
    points: list[tuple[float, float]]
    ups: list[Bar]
    downs: list[Bar]
    zero: float
    width: int

    @property
    def polyline(self) -> str:
        """The points, as SVG writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def line_chart(values: Sequence[int], names: Sequence[str]) -> Chart:
    """A line over time, from zero."""
    scale = Scale(max(values, default=0), 0)
    places = _places(len(values), HALF)
    points = [(place, scale.y(value)) for place, value in zip(places, values, strict=True)]
    return Chart(scale.lines(), _names(places, names), points, [], [], scale.y(0), HALF)


def bar_chart(
    ups: Sequence[int],
    names: Sequence[str],
    downs: Sequence[int] = (),
    width: int = HALF,
    usual: Sequence[int] = (),
) -> Chart:
    """Bars over time; what is taken away goes down from the zero line, what is usual is a line."""
    scale = Scale(max([*ups, *usual], default=0), max(downs, default=0), signed=bool(downs))
    places, zero = _places(len(ups), width), scale.y(0)
    thick = min(THICKEST, 0.7 * (width - LEFT - RIGHT) / max(len(ups), 1))

    def bar(place: float, value: int) -> Bar:
        end = scale.y(value)
        return Bar(place - thick / 2, min(end, zero), thick, abs(zero - end))

    up = [bar(place, value) for place, value in zip(places, ups, strict=True)]
    down = [bar(place, -value) for place, value in zip(places, downs, strict=False)]
    points = [(place, scale.y(value)) for place, value in zip(places, usual, strict=False)]
    return Chart(scale.lines(), _names(places, names), points, up, down, zero, width)


class Scale:
    """Numbers to heights, with lines at round numbers."""

    def __init__(self, most: int, least: int, *, signed: bool = False) -> None:
        self.step = _round_step(max(most, least, 1))
        self.top = self.step * max(1, math.ceil(most / self.step))
        self.bottom = least
        self.signed = signed

    def y(self, value: float) -> float:
        """The height at which a value stands."""
        share = (self.top - value) / (self.top + self.bottom)
        return TOP + share * (HEIGHT - TOP - BOTTOM)

    def lines(self) -> list[Label]:
        """The lines across, from the lowest."""
        first, last = -int(self.bottom / self.step), round(self.top / self.step)
        return [self._line(number * self.step) for number in range(first, last + 1)]

    def _line(self, value: float) -> Label:
        sign = "+" if self.signed and value > 0 else "−" if value < 0 else ""
        return Label(self.y(value), f"{sign}{abs(value):,.0f}")


def segments(figures: Mapping[str, int]) -> list[tuple[str, float, float]]:
    """A bar of shares: name, start and width of each part that is not zero, in %."""
    audience = sum(figures.values())
    shares = {name: max(LEAST_SHARE, 100 * n / audience) for name, n in figures.items() if n}
    whole, at, parts = sum(shares.values()), 0.0, []
    for name, share in shares.items():
        width = 100 * share / whole
        parts.append((name, at, width))
        at += width
    return parts


def _round_step(most: int) -> float:
    """A round number of which a few reach ``most``; never less than one."""
    rough = most / LINES
    power = 10 ** math.floor(math.log10(rough)) if rough > 1 else 1
    step = next(step * power for step in STEPS if step * power >= rough)
    return step if step == int(step) else math.ceil(step)


def _places(number: int, width: int) -> list[float]:
    room = (width - LEFT - RIGHT) / max(number, 1)
    return [LEFT + room * (index + 0.5) for index in range(number)]


def _names(places: Sequence[float], names: Sequence[str]) -> list[Label]:
    return [Label(at, words) for at, words in zip(places, names, strict=True) if words]
