"""The one clock. Everything that asks what time it is asks here."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

UTC = dt.UTC


def now() -> dt.datetime:
    """The present moment, in UTC, with its zone."""
    return dt.datetime.now(UTC)


def in_zone(moment: dt.datetime, zone: str) -> dt.datetime:
    """The same moment as a clock in ``zone`` (an IANA name) shows it."""
    return moment.astimezone(ZoneInfo(zone))


def first_of_month(year: int, month: int, zone: str) -> dt.datetime:
    """The moment, in UTC, at which a month begins in ``zone``."""
    return dt.datetime(year, month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
