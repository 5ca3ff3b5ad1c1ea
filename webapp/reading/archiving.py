"""Archiving: the stories of a year or a month, as the paper's own zone counts them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from .. import clock
from ..extensions import db
from ..templating import local
from .listing import IS_PUBLISHED, newest
from .models import Article

MONTHS = 12
MOST_YEARS = 150  # an import with a date before the printing press must not cost a question each


@dataclass(frozen=True)
class Period:
    """A year, or one month of it."""

    year: int
    month: int | None = None

    @property
    def name(self) -> str:
        """2026, or November 2026."""
        return f"{calendar.month_name[self.month]} {self.year}" if self.month else f"{self.year}"

    @property
    def month_name(self) -> str:
        """November; empty for a year."""
        return calendar.month_name[self.month or 0]

    @property
    def values(self) -> dict[str, int]:
        """What its address is built from."""
        return {"year": self.year} | ({"month": self.month} if self.month else {})

    @property
    def condition(self) -> ColumnElement[bool]:
        """Whether a story was first published in it."""
        year, month = divmod(self.year * MONTHS + (self.month or MONTHS), MONTHS)
        start, end = _month_start(self.year, self.month or 1), _month_start(year, month + 1)
        return (Article.published_at >= start) & (Article.published_at < end)


@dataclass(frozen=True)
class Count:
    """A period and how many stories it has."""

    period: Period
    stories: int


def stories_of(period: Period) -> Select[Article]:
    """The published stories of a period, newest first."""
    return newest().where(period.condition)


def years() -> list[Count]:
    """The years that have stories, newest first."""
    first, last = (
        select(Article.published_at).where(IS_PUBLISHED).order_by(order).limit(1).scalar_subquery()
        for order in (Article.published_at, Article.published_at.desc())
    )
    oldest, latest = db.session.execute(select(first, last)).one()
    if oldest is None or latest is None:
        return []
    until = local(latest).year
    since = max(local(oldest).year, until - MOST_YEARS)
    return _counted([Period(year) for year in range(until, since - 1, -1)])


def months(year: int) -> list[Count]:
    """The months of a year that have stories, newest first."""
    return _counted([Period(year, month) for month in range(MONTHS, 0, -1)])


def _counted(periods: Sequence[Period]) -> list[Count]:
    """How many stories each has, in one question over the index; those without are left out."""
    each = (
        select(literal(place).label("place"), func.count().label("stories")).where(
            IS_PUBLISHED, period.condition
        )
        for place, period in enumerate(periods)
    )
    found = {row.place: row.stories for row in db.session.execute(union_all(*each))}
    return [Count(p, found[place]) for place, p in enumerate(periods) if found[place]]


def _month_start(year: int, month: int) -> dt.datetime:
    return clock.first_of_month(year, month, current_app.config["TIME_ZONE"])
