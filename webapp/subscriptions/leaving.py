"""Leaving: one list or all of them, and joining again by those who pressed too fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select

from .. import clock
from ..extensions import db
from ..outcomes import LinkExpired, LinkInvalid
from . import consenting, joining, spacing
from .consenting import Proof
from .links import Leaving
from .locking import OPEN, lock_if
from .models import Consent, ConsentEvent, Ended, MailingList, Subscriber, Subscription

# Ends that the person made, and may therefore take back.
BY_THEMSELVES = frozenset(
    {Ended.UNSUBSCRIBED, Ended.ONE_CLICK, Ended.PREFERENCES, Ended.EVERYTHING}
)


Hearer = Callable[[Leaving], None]
HEARERS: list[Hearer] = []


def hears_of_leaves(work: Hearer) -> Hearer:
    """Register who is told that somebody left by a link, in the transaction that ends it."""
    HEARERS.append(work)
    return work


@dataclass(frozen=True)
class Standing:
    """How a person and a list stand to each other, for the page behind a leave link."""

    subscriber: Subscriber
    mailing_list: MailingList
    subscription: Subscription
    others: int  # further lists the person gets

    @property
    def may_undo(self) -> bool:
        """Whether the person may join again by one button."""
        last = self.subscription
        was_theirs = last.ended_reason in BY_THEMSELVES and last.confirmed_at is not None
        return last.ended_at is not None and was_theirs and self.mailing_list.is_live


def look_up(leaving: Leaving) -> Standing:
    """How things stand. Raises LinkInvalid when the person never was on the list."""
    newest = joining.newest_subscription(leaving.subscriber_id, leaving.list_id)
    if newest is None:
        raise LinkInvalid
    gets = _open(leaving.subscriber_id).where(Subscription.list_id != leaving.list_id)
    others = db.session.scalar(gets.with_only_columns(func.count()).order_by(None))
    return Standing(newest.subscriber, newest.mailing_list, newest, int(others or 0))


def leave(leaving: Leaving, reason: Ended, proof: Proof) -> Subscription | None:
    """End the subscription that a leave link names; None when there is none any more."""
    query = _open(leaving.subscriber_id).where(Subscription.list_id == leaving.list_id)
    found = db.session.scalar(query)
    if found is not None:
        end([found], reason, proof)
        tell(leaving)
    else:
        _insist(leaving.subscriber_id, reason, proof, Subscription.list_id == leaving.list_id)
    return found


def tell(leaving: Leaving) -> None:
    """Tell whoever counts that a link was left by."""
    for hear in HEARERS:
        hear(leaving)


def leave_everything(subscriber_id: int, proof: Proof) -> list[Subscription]:
    """End every subscription of a person, those still unconfirmed too."""
    found = list(db.session.scalars(_open(subscriber_id)))
    end(found, Ended.EVERYTHING, proof)
    _insist(subscriber_id, Ended.EVERYTHING, proof)
    return found


def _insist(subscriber_id: int, reason: Ended, proof: Proof, *of_what: ColumnElement[bool]) -> None:
    """Write down, once, that a person leaves what staff ended before: that must not be taken back.

    The subscription stays as it is: its first end counts.
    """
    said = exists().where(
        Consent.subscriber_id == subscriber_id,
        Consent.list_id == Subscription.list_id,
        Consent.event == ConsentEvent.ENDED,
        Consent.reason.in_(BY_THEMSELVES),
        Consent.at >= Subscription.ended_at,
    )
    by_staff = select(Subscription).where(
        Subscription.subscriber_id == subscriber_id,
        Subscription.is_newest,
        Subscription.ended_reason == Ended.STAFF,
        ~said,
        *of_what,
    )
    found = db.session.scalars(by_staff.order_by(Subscription.id)).all()
    consenting.record(found, ConsentEvent.ENDED, proof, reason)


def end(subscriptions: Sequence[Subscription], reason: Ended, proof: Proof) -> None:
    """End subscriptions, with an entry in the consent record for each that was open."""
    now = clock.now()
    still_open = lock_if(OPEN, subscriptions)
    for subscription in still_open:
        subscription.end(reason, now)
    consenting.record(still_open, ConsentEvent.ENDED, proof, reason)


def undo(leaving: Leaving, proof: Proof) -> None:
    """Join again the list that was left by the person. Raises LinkExpired, AddressSuppressed."""
    standing = look_up(leaving)
    if standing.subscription.ended_at is None:
        return
    if not standing.may_undo:
        raise LinkExpired("The list cannot be joined again by this link; subscribe on the website.")
    joined = joining.join(standing.subscriber, [standing.mailing_list], "undo", proof)
    as_before = {standing.mailing_list.id: standing.subscription.frequency}
    spacing.space(joined, as_before, proof)


def _open(subscriber_id: int) -> Select[Subscription]:
    return (
        select(Subscription)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.ended_at.is_(None))
        .order_by(Subscription.id)
    )
