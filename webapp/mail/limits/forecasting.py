"""Forecasting: when so many letters will have left, as limits allow.

What leaves today is bounded by what is left of today’s numbers, every later day by the numbers of
that day; within a day letters leave at the pace of its hours. How fast servers are is not asked.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .counting import Moment
from .models import Span
from .telling import Standing

LONGEST = 366  # days that are looked ahead
HOURS = 24


@dataclass(frozen=True)
class Throughput:
    """How many letters may leave in an hour, in what is left of today, and on each later day."""

    hour: float
    today: float
    days: tuple[float, ...]  # tomorrow, the day after it, …

    @classmethod
    def of(cls, standing: Standing | None, moment: Moment) -> Self:
        """That of one limit, or of none."""
        if standing is None:
            return cls(math.inf, math.inf, (math.inf,) * LONGEST)
        numbers = standing.limit.most(moment.today)
        hour = min(numbers.get(Span.HOUR, math.inf), 60 * numbers.get(Span.MINUTE, math.inf))
        left = standing.uses[Span.DAY].left if Span.DAY in standing.uses else math.inf
        days = (moment.today + dt.timedelta(days=day) for day in range(1, LONGEST + 1))
        most = (standing.limit.most(day).get(Span.DAY, math.inf) for day in days)
        return cls(
            hour,
            min(left, hour * _hours_left(moment)),
            tuple(min(number, hour * HOURS) for number in most),
        )

    @classmethod
    def together(cls, paces: Iterable[Throughput]) -> Self:
        """Of several servers, which share the work."""
        every = list(paces)
        days = tuple(map(sum, zip(*(one.days for one in every), strict=True)))
        return cls(sum(one.hour for one in every), sum(one.today for one in every), days)

    def within(self, other: Throughput) -> Throughput:
        """The slower of two at every time, where both limits hold."""
        days = tuple(map(min, self.days, other.days))
        return Throughput(min(self.hour, other.hour), min(self.today, other.today), days)

    def done_at(self, letters: int, moment: Moment) -> dt.datetime | None:
        """When so many will have left; none when that is not within a year."""
        if letters <= self.today:
            return moment.now + self._time_of(letters)
        left = letters - self.today
        begins = moment.day_ends
        for most in self.days:
            if left <= most:
                return begins + self._time_of(left)
            left -= most
            begins += dt.timedelta(days=1)
        return None

    def _time_of(self, letters: float) -> dt.timedelta:
        return dt.timedelta(hours=letters / self.hour)


def _hours_left(moment: Moment) -> float:
    return (moment.day_ends - moment.now) / dt.timedelta(hours=1)
