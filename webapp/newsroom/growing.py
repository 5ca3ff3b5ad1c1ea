"""How a list grows: who joined and left each month, and how many it had at the month's end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select

from ..extensions import db
from ..subscriptions.models import MailingList, Subscriber, Subscription, Suppression
from .dating import last_months, month_after, start_of
from .membership import IS_SUPPRESSED

Counts = dict[int, int]  # by month, from 0
BEFORE = -1  # the bucket of everything before the first month


@dataclass(frozen=True)
class Month:
    """One month of a list, by the paper's calendar."""

    first: dt.date
    joined: int
    left: int
    confirmed: int  # at its end, or now


def growth(mailing_list: MailingList) -> list[Month]:
    """The last twelve months, oldest first; the last one ends with today's confirmed."""
    months = last_months()
    joined = _by_month(_confirmed_of(mailing_list), Subscription.confirmed_at, months)
    left = _by_month(_confirmed_of(mailing_list), Subscription.ended_at, months)
    # Suppressed people count as gone from the day of the suppression, as in the list's figures.
    lost = _by_month(_suppressed_of(mailing_list), Suppression.since, months)
    confirmed, told = _net(BEFORE, joined, left, lost), []
    for number, first in enumerate(months):
        confirmed += _net(number, joined, left, lost)
        went = left.get(number, 0) + lost.get(number, 0)
        told.append(Month(first, joined.get(number, 0), went, confirmed))
    return told


def _net(number: int, joined: Counts, left: Counts, lost: Counts) -> int:
    return joined.get(number, 0) - left.get(number, 0) - lost.get(number, 0)


def _confirmed_of(mailing_list: MailingList) -> list[ColumnElement[bool]]:
    return [Subscription.list_id == mailing_list.id, Subscription.confirmed_at.is_not(None)]


def _suppressed_of(mailing_list: MailingList) -> list[ColumnElement[bool]]:
    """Suppressed people whose subscription did not end besides."""
    return [
        # Both keep SQLite from reading the whole list: it begins with the few suppressed.
        IS_SUPPRESSED,
        Subscription.list_id + 0 == mailing_list.id,
        Subscription.confirmed_at.is_not(None),
        Subscription.ended_at.is_(None),
        Subscriber.id == Subscription.subscriber_id,
        Suppression.email == Subscriber.email,
    ]


def _by_month(
    conditions: list[ColumnElement[bool]],
    moment: SQLColumnExpression[dt.datetime | None] | SQLColumnExpression[dt.datetime],
    months: list[dt.date],
) -> Counts:
    """How many rows have that moment in each month."""
    ends = [start_of(first) for first in [*months, month_after(months[-1])]]
    bucket = case(*((moment < end, number) for number, end in enumerate(ends, BEFORE)))
    query = (
        select(bucket.label("bucket"), func.count(Subscription.id))
        .where(*conditions, moment.is_not(None))
        .group_by("bucket")
    )
    return {month: number for month, number in db.session.execute(query)}  # noqa: C416 (mypy)
