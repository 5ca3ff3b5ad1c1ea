"""The send calendar: what is scheduled and what was sent, month by month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, or_

from ..accounts.models import Account
from ..campaigns.models import Campaign
from ..campaigns.states import CampaignState
from ..dating import month_after, start_of
from ..extensions import db
from ..templating import local, today
from .lettering import campaigns_of

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Day:
    """One day and its letters, in the order of their times."""

    date: dt.date
    letters: list[Campaign]

    @property
    def is_today(self) -> bool:
        """Whether it is today, where the paper is."""
        return self.date == today().date()


@dataclass(frozen=True)
class Month:
    """The days of a month, and the months beside it."""

    first: dt.date
    days: list[Day]

    @property
    def begins_on(self) -> int:
        """The day of the week on which it begins: 1 is Monday."""
        return self.first.isoweekday()

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(len(day.letters) for day in self.days)

    @property
    def before(self) -> dt.date:
        """The first day of the month before."""
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> dt.date:
        """The first day of the month after."""
        return month_after(self.first)


def first_of(written: str) -> dt.date:
    """The first day of a month written like 2026-12; of this month for anything else."""
    this_month = today().date().replace(day=1)
    try:
        first = dt.date.fromisoformat(f"{written}-01")
    except ValueError:
        return this_month
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else this_month


def month_of(account: Account, first: dt.date) -> Month:
    """A month of the letters that an account may see: one query."""
    by_day: dict[dt.date, list[Campaign]] = defaultdict(list)
    bounds = start_of(first), start_of(month_after(first))
    was_sent = Campaign.launched_at.between(*bounds)
    is_scheduled = and_(
        Campaign.state == CampaignState.SCHEDULED, Campaign.scheduled_at.between(*bounds)
    )
    for one in db.session.scalars(campaigns_of(account).where(or_(was_sent, is_scheduled))):
        by_day[local(goes_at(one)).date()].append(one)
    _, number = calendar.monthrange(first.year, first.month)
    dates = [first.replace(day=day) for day in range(1, number + 1)]
    return Month(first, [Day(date, sorted(by_day[date], key=goes_at)) for date in dates])


def goes_at(one: Campaign) -> dt.datetime:
    """When a letter went, or is to go."""
    at = one.launched_at or one.scheduled_at
    assert at is not None  # noqa: S101 (as the query asks)
    return at
