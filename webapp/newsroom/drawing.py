"""Drawing: from the figures of a screen to its charts, with the words beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..templating import clock_time
from .charting import WHOLE, Chart, bar_chart, line_chart
from .growing import Month
from .tallying import Pace

LABELLED = 6  # about as many times as find room under the bars


@dataclass(frozen=True)
class PaceChart:
    """Letters sent over time: the bars, the numbers, and what a bar stands for."""

    chart: Chart
    rows: list[tuple[str, int]]
    unit: str
    most: int


@dataclass(frozen=True)
class GrowthCharts:
    """A list's months as two charts; the numbers are the months themselves."""

    months: Sequence[Month]
    confirmed: Chart
    flow: Chart


def draw_pace(pace: Pace) -> PaceChart:
    """The chart of a campaign's pace."""
    step = dt.timedelta(minutes=pace.minutes)
    times = [clock_time(pace.began_at + step * number) for number in range(len(pace.sent))]
    every = -(-len(times) // LABELLED)
    names = [time if number % every == 0 else "" for number, time in enumerate(times)]
    unit = "a minute" if pace.minutes == 1 else f"in {pace.minutes} minutes"
    rows = list(zip(times, pace.sent, strict=True))
    return PaceChart(bar_chart(pace.sent, names, width=WHOLE), rows, unit, max(pace.sent))


def draw_growth(months: Sequence[Month]) -> GrowthCharts:
    """The two charts of a list's page."""
    names = [f"{month.first:%b}" for month in months]
    joined, left = [month.joined for month in months], [month.left for month in months]
    confirmed = line_chart([max(month.confirmed, 0) for month in months], names)
    return GrowthCharts(months, confirmed, bar_chart(joined, names, left))
