"""Who is on a list: the figures of its page and the table of its subscribers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from ..extensions import db
from ..subscriptions.models import MailingList, Subscriber, Subscription, Suppression

STATES = {
    "confirmed": "Confirmed",
    "awaiting": "Awaiting confirmation",
    "left": "Left",
    "suppressed": "Suppressed",
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


def members(mailing_list: MailingList, state: str = "", words: str = "") -> Select[Subscription]:
    """The table of subscribers, newest first, of one state and with words in the address."""
    query = newest_of_each(mailing_list)
    if state in STATES:
        query = query.where(*_in_state(state))
    if words:
        query = query.where(Subscriber.email.icontains(words, autoescape=True))
    return query.order_by(Subscription.id.desc())


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


def suppressed_among(subscriptions: list[Subscription]) -> set[str]:
    """The addresses on a page of the table that must not be mailed."""
    emails = [one.subscriber.email for one in subscriptions]
    return set(db.session.scalars(select(Suppression.email).where(Suppression.email.in_(emails))))


def confirmed_on_each() -> dict[int, int]:
    """For each list the number of addresses a campaign would reach."""
    query = (
        select(Subscription.list_id, func.count())
        .join(Subscription.subscriber)
        .where(*_in_state("confirmed"))
        .group_by(Subscription.list_id)
    )
    return dict(db.session.execute(query).tuples().all())


def _in_state(state: str) -> tuple[ColumnElement[bool], ...]:
    is_open, is_confirmed = Subscription.ended_at.is_(None), Subscription.confirmed_at.is_not(None)
    return {
        "confirmed": (is_open, is_confirmed, ~SUPPRESSED),
        "awaiting": (is_open, ~is_confirmed, ~SUPPRESSED),
        "left": (~is_open, ~SUPPRESSED),
        "suppressed": (SUPPRESSED,),
    }[state]
