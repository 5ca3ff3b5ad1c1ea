"""How a list grows: who joined and left each month, and how many it had at the month's end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import SQLColumnExpression, case, func, select

from ..extensions import db
from ..subscriptions.models import MailingList, Subscriber, Subscription, Suppression
from .dating import last_months, month_after, start_of

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
    # Suppressed people count as gone from the day of the suppression, as in the list's figures.
    gone = func.coalesce(Subscription.ended_at, Suppression.since)
    joined = _by_month(mailing_list, Subscription.confirmed_at, months)
    left = _by_month(mailing_list, gone, months)
    confirmed, told = joined.get(BEFORE, 0) - left.get(BEFORE, 0), []
    for number, first in enumerate(months):
        came, went = joined.get(number, 0), left.get(number, 0)
        confirmed += came - went
        told.append(Month(first, came, went, confirmed))
    return told


def _by_month(
    mailing_list: MailingList,
    moment: SQLColumnExpression[dt.datetime | None],
    months: list[dt.date],
) -> dict[int, int]:
    """How many confirmed subscriptions have that moment in each month."""
    ends = [start_of(first) for first in [*months, month_after(months[-1])]]
    bucket = case(*((moment < end, number) for number, end in enumerate(ends, BEFORE)))
    query = (
        select(bucket.label("bucket"), func.count())
        .select_from(Subscription)
        .join(Subscriber, Subscriber.id == Subscription.subscriber_id)
        .outerjoin(Suppression, Suppression.email == Subscriber.email)
        .where(
            Subscription.list_id == mailing_list.id,
            Subscription.confirmed_at.is_not(None),
            moment.is_not(None),
        )
        .group_by("bucket")
    )
    return {month: number for month, number in db.session.execute(query)}  # noqa: C416 (mypy)
