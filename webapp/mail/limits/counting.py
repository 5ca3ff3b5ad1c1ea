"""Counting what was taken of limits, in the last minute, the last hour and the paper’s day.

An allowance counts in full for as long as a letter of it may still leave, and then for as long as
the time that is counted. So no minute and no hour, wherever it begins, sees more than a limit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, case, func, select

from ... import clock
from .models import Allowance, SendingLimit, Span

LENGTHS = {Span.MINUTE: dt.timedelta(minutes=1), Span.HOUR: dt.timedelta(hours=1)}


@dataclass(frozen=True)
class Moment:
    """Now, and the day it belongs to where the paper is."""

    now: dt.datetime
    today: dt.date
    day_begins: dt.datetime
    day_ends: dt.datetime

    @classmethod
    def here(cls, zone: str) -> Self:
        """The present moment in a zone (an IANA name)."""
        now, place = clock.now(), ZoneInfo(zone)
        today = now.astimezone(place).date()
        begins, ends = (
            dt.datetime.combine(day, dt.time(), place).astimezone(clock.UTC)
            for day in (today, today + dt.timedelta(days=1))
        )
        return cls(now, today, begins, ends)

    def since(self, span: Span) -> dt.datetime:
        """From when on letters count."""
        return self.day_begins if span == Span.DAY else self.now - LENGTHS[span]


@dataclass(frozen=True)
class Taken:
    """What was taken of one limit in one time, and when the first of it will not count any more."""

    number: int
    frees_at: dt.datetime


@dataclass(frozen=True)
class Room:
    """How many letters may leave now, and, where none may, when the next ones."""

    left: int
    opens_at: dt.datetime | None = None


NO_END = Room(2**31)


def taken(
    connection: Connection, keys: Collection[str], moment: Moment
) -> dict[str, dict[Span, Taken]]:
    """What was taken under some keys: one query over an index, however many there are."""
    if not keys:
        return {}
    columns = [column for span in Span for column in _columns(span, moment)]
    asked = (
        select(Allowance.key, *columns)
        .where(Allowance.key.in_(keys), Allowance.ends_at > _earliest(moment))
        .group_by(Allowance.key)
    )
    return {key: _by_span(rest, moment) for key, *rest in connection.execute(asked)}


def room(limit: SendingLimit, taken_of_it: dict[Span, Taken], moment: Moment) -> Room:
    """What a limit leaves, of all its numbers the fewest."""
    left, closed = NO_END.left, []
    for span, most in limit.most(moment.today).items():
        gone = taken_of_it.get(span) or Taken(0, moment.day_ends)
        left = min(left, most - gone.number)
        if gone.number >= most:
            closed.append(moment.day_ends if span == Span.DAY else gone.frees_at)
    return Room(max(left, 0), max(closed, default=None))


def _columns(span: Span, moment: Moment) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    counts = Allowance.ends_at > moment.since(span)
    number = func.coalesce(func.sum(case((counts, Allowance.number), else_=0)), 0)
    return number, func.min(case((counts, Allowance.ends_at)))


def _earliest(moment: Moment) -> dt.datetime:
    return min(moment.since(span) for span in Span)


def _by_span(values: list[Any], moment: Moment) -> dict[Span, Taken]:
    pairs = zip(values[::2], values[1::2], strict=True)
    return {
        span: Taken(int(number), _frees_at(span, first, moment))
        for span, (number, first) in zip(Span, pairs, strict=True)
    }


def _frees_at(span: Span, first: dt.datetime | None, moment: Moment) -> dt.datetime:
    """What is still on its way is taken to be settled in a moment, not at the end of its lease."""
    if span == Span.DAY or first is None:
        return moment.day_ends
    return min(first, moment.now) + LENGTHS[span]
