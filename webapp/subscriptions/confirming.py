"""Confirming: the owner of an address agrees to what was asked for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from .. import clock
from ..extensions import db
from ..outcomes import LinkExpired
from . import consenting, joining, links, welcoming
from .consenting import Proof
from .links import Asking
from .locking import WAITING, lock_if
from .models import ConsentEvent, MailingList, Subscriber, Subscription, is_live
from .suppressing import is_suppressed

ENDED = (
    "A confirmation link works for three days, and only while the subscription it asks for is "
    "still wanted; subscribe again on the website and use the link in the new mail."
)


@dataclass(frozen=True)
class Confirmation:
    """What a confirmation link asks for, as things stand."""

    subscriber: Subscriber
    asked_at: dt.datetime
    waiting: list[Subscription]
    done: list[Subscription]

    @property
    def until(self) -> dt.datetime:
        """When the link stops working."""
        return self.asked_at + links.CONFIRM_WORKS


def look_up(token: str) -> Confirmation:
    """What the link asks for. Raises LinkInvalid, LinkExpired, AddressSuppressed."""
    asking = _read(token)
    return _confirmation(asking, list(db.session.scalars(_asked_for(asking))))


def confirm(token: str, proof: Proof) -> Confirmation:
    """Confirm what the link names and is still asked for; what is confirmed already stays.

    Raises LinkInvalid, LinkExpired, AddressSuppressed.
    """
    confirmation, now = look_up(token), clock.now()
    waiting = lock_if(WAITING, confirmation.waiting)
    for subscription in waiting:
        subscription.confirm(now)
    consenting.record(waiting, ConsentEvent.CONFIRMED, proof)
    welcoming.welcome(waiting)
    confirmation.subscriber.prove(now)
    return confirmation


def _read(token: str) -> Asking:
    try:
        return links.read_confirm(token)
    except LinkExpired:
        raise LinkExpired(ENDED) from None


def _asked_for(asking: Asking) -> Select[Subscription]:
    return (
        select(Subscription)
        .join(Subscription.mailing_list)
        .where(
            Subscription.id.in_(asking.subscription_ids),
            Subscription.subscriber_id == asking.subscriber_id,
            Subscription.ended_at.is_(None),
            is_live(),
        )
        .options(contains_eager(Subscription.mailing_list), joinedload(Subscription.subscriber))
        .order_by(MailingList.position, MailingList.name)
    )


def _confirmation(asking: Asking, found: list[Subscription]) -> Confirmation:
    if not found:
        raise LinkExpired(ENDED)
    subscriber = found[0].subscriber
    if is_suppressed(subscriber.email):
        raise joining.AddressSuppressed
    waiting = [s for s in found if s.confirmed_at is None]
    done = [s for s in found if s.confirmed_at is not None]
    return Confirmation(subscriber, asking.asked_at, waiting, done)
