"""Who is on a list: the table of its subscribers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

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
# Written from the few: the databases look them up one by one.
IS_SUPPRESSED = Subscription.subscriber_id.in_(
    select(Subscriber.id).where(Subscriber.email.in_(select(Suppression.email)))
)


@dataclass(frozen=True)
class Wanted:
    """Which subscribers are looked for; what is empty does not narrow."""

    words: str = ""
    state: str = ""
    source: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @property
    def narrows_by_state_alone(self) -> bool:
        """Whether the figures of the list tell how many are found."""
        return not (self.words or self.source or self.since or self.until)


def newest_of_each(mailing_list: MailingList) -> Select[Subscription]:
    """Each person's newest subscription to a list: an address stands in one state only."""
    return (
        select(Subscription)
        .where(Subscription.list_id == mailing_list.id, is_newest())
        .options(joinedload(Subscription.subscriber, innerjoin=True))
    )


def is_newest() -> ColumnElement[bool]:
    """Whether a person has no later subscription to the list. An open one is always the last."""
    later = aliased(Subscription)
    has_later = exists().where(
        later.subscriber_id == Subscription.subscriber_id,
        later.list_id == Subscription.list_id,
        later.id > Subscription.id,
    )
    return or_(Subscription.ended_at.is_(None), ~has_later)


def members(mailing_list: MailingList, wanted: Wanted) -> Select[Subscription]:
    """The table of subscribers, newest first."""
    query = newest_of_each(mailing_list)
    if wanted.state:
        query = query.where(*_in_state(wanted.state))
    if wanted.source:
        query = query.where(Subscription.source == wanted.source)
    if wanted.words:
        named = Subscriber.email.icontains(wanted.words, autoescape=True)
        query = query.where(Subscription.subscriber_id.in_(select(Subscriber.id).where(named)))
    if wanted.since:
        query = query.where(Subscription.asked_at >= wanted.since)
    if wanted.until:
        query = query.where(Subscription.asked_at < wanted.until)
    return query.order_by(Subscription.id.desc())


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


def _in_state(state: str) -> tuple[ColumnElement[bool], ...]:
    is_open, is_confirmed = Subscription.ended_at.is_(None), Subscription.confirmed_at.is_not(None)
    return {
        "confirmed": (is_open, is_confirmed, ~IS_SUPPRESSED),
        "awaiting": (is_open, ~is_confirmed, ~IS_SUPPRESSED),
        "left": (~is_open, ~IS_SUPPRESSED),
        "suppressed": (IS_SUPPRESSED,),
    }[state]
