"""Days and months as the paper's own calendar has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import current_app

from .templating import today

MONTHS = 12


def start_of(day: dt.date) -> dt.datetime:
    """When a day begins where the paper is."""
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    return dt.datetime(day.year, day.month, day.day, tzinfo=zone)


def end_of(day: dt.date) -> dt.datetime:
    """When the next day begins; never past the end of the calendar."""
    return start_of(min(day, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1))


def last_months(number: int = MONTHS) -> list[dt.date]:
    """The first days of the last months, this one the last."""
    now = today()
    counted = now.year * 12 + now.month - 1
    return [
        dt.date(month // 12, month % 12 + 1, 1)
        for month in range(counted - number + 1, counted + 1)
    ]


def bounds_of(months: Sequence[dt.date]) -> list[dt.datetime]:
    """When each of some months in a row begins, and when the last one ends."""
    return [start_of(first) for first in [*months, month_after(months[-1])]]


def month_after(first: dt.date) -> dt.date:
    """The first day of the next month."""
    return (first + dt.timedelta(days=31)).replace(day=1)


def moments_of(shown: dt.datetime) -> list[dt.datetime]:
    """The moments, in UTC, at which the paper’s clock shows a day and time: one on most days.

    None where the clock jumps over it, two where it goes back and shows it once more (PEP 495).
    """
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    found = {shown.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    return sorted(one for one in found if one.astimezone(zone).replace(tzinfo=None) == shown)
