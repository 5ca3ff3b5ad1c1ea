"""Who is on a list: the figures of its page and the table of its subscribers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from ..campaigns.models import Campaign, Delivery
from ..extensions import db
from ..subscriptions.models import MailingList, Subscriber, Subscription, Suppression

STATES = {
    "confirmed": "Confirmed",
    "awaiting": "Awaiting",
    "left": "Left",
    "suppressed": "Suppressed",
}
SOURCES = {
    "form": "A form of the site",
    "import": "Import",
    "staff": "Staff",
    "preferences": "Preferences",
    "undo": "Took back leaving",
}
SUPPRESSED = exists().where(Suppression.email == Subscriber.email)


@dataclass(frozen=True)
class Membership:
    """How many addresses of a list stand where; the four add up to all."""

    confirmed: int
    awaiting: int
    left: int
    suppressed: int

    @property
    def total(self) -> int:
        """Every address that ever was on the list."""
        return self.confirmed + self.awaiting + self.left + self.suppressed


@dataclass(frozen=True)
class Wanted:
    """Which subscribers are looked for; what is empty does not narrow."""

    words: str = ""
    state: str = ""
    source: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def newest_of_each(mailing_list: MailingList) -> Select[Subscription]:
    """Each person's newest subscription to a list: an address stands in one state only."""
    later = aliased(Subscription)
    is_newest = ~exists().where(
        later.subscriber_id == Subscription.subscriber_id,
        later.list_id == Subscription.list_id,
        later.id > Subscription.id,
    )
    return (
        select(Subscription)
        .join(Subscription.subscriber)
        .where(Subscription.list_id == mailing_list.id, is_newest)
        .options(contains_eager(Subscription.subscriber))
    )


def members(mailing_list: MailingList, wanted: Wanted) -> Select[Subscription]:
    """The table of subscribers, newest first."""
    query = newest_of_each(mailing_list)
    if wanted.state:
        query = query.where(*_in_state(wanted.state))
    if wanted.source:
        query = query.where(Subscription.source == wanted.source)
    if wanted.words:
        query = query.where(Subscriber.email.icontains(wanted.words, autoescape=True))
    if wanted.since:
        query = query.where(Subscription.asked_at >= wanted.since)
    if wanted.until:
        query = query.where(Subscription.asked_at < wanted.until)
    return query.order_by(Subscription.asked_at.desc(), Subscription.id.desc())


def count_members(mailing_list: MailingList) -> Membership:
    """The figures of a list's page, in one query."""
    figures = {state: func.count().filter(*_in_state(state)) for state in STATES}
    query = newest_of_each(mailing_list).with_only_columns(
        *(figure.label(state) for state, figure in figures.items())
    )
    return Membership(**db.session.execute(query).one()._asdict())


def state_of(subscription: Subscription, suppressed: set[str]) -> str:
    """The state a row of the table shows."""
    if subscription.subscriber.email in suppressed:
        return "suppressed"
    if subscription.ended_at is not None:
        return "left"
    return "confirmed" if subscription.confirmed_at else "awaiting"


def suppressed_among(subscriptions: Sequence[Subscription]) -> set[str]:
    """The addresses on a page of the table that must not be mailed."""
    emails = [one.subscriber.email for one in subscriptions]
    return set(db.session.scalars(select(Suppression.email).where(Suppression.email.in_(emails))))


def last_letters(subscriptions: Sequence[Subscription], list_id: int) -> dict[int, tuple[int, str]]:
    """Of each subscriber on a page: the last issue of the list sent to them, and its state."""
    newest = (
        select(func.max(Delivery.id))
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(
            Campaign.list_id == list_id,
            Delivery.subscriber_id.in_([one.subscriber_id for one in subscriptions]),
        )
        .group_by(Delivery.subscriber_id)
    )
    query = (
        select(Delivery.subscriber_id, Campaign.issue, Delivery.state)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(Delivery.id.in_(newest))
    )
    return {person: (issue or 0, state) for person, issue, state in db.session.execute(query)}


def confirmed_on_each() -> dict[int, int]:
    """For each list the number of addresses a campaign would reach."""
    query = (
        select(Subscription.list_id, func.count())
        .join(Subscription.subscriber)
        .where(*_in_state("confirmed"))
        .group_by(Subscription.list_id)
    )
    return {list_id: number for list_id, number in db.session.execute(query)}  # noqa: C416 (mypy)


def _in_state(state: str) -> tuple[ColumnElement[bool], ...]:
    is_open, is_confirmed = Subscription.ended_at.is_(None), Subscription.confirmed_at.is_not(None)
    return {
        "confirmed": (is_open, is_confirmed, ~SUPPRESSED),
        "awaiting": (is_open, ~is_confirmed, ~SUPPRESSED),
        "left": (~is_open, ~SUPPRESSED),
        "suppressed": (SUPPRESSED,),
    }[state]
