"""Joining lists: the one way a subscription begins, whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from .. import clock
from ..extensions import db
from ..outcomes import Outcome
from . import adding, consenting
from .consenting import Proof
from .locking import WAITING, lock_if
from .models import (
    ConsentEvent,
    MailingList,
    Subscriber,
    Subscription,
    open_subscriptions,
    subscriber_by_email,
)
from .suppressing import is_suppressed


class AddressSuppressed(Outcome):
    """The address must not be mailed, so it cannot join anything."""

    status = 409
    title = "We do not write to this address"
    sentence = (
        "Mail to it came back, or its owner asked us never to write; "
        "use another address, or write to the paper."
    )


class HasLeft(Outcome):
    """The person left the list; only they can join it again."""

    status = 409
    title = "This person has left the list"
    sentence = "Only they can join again: ask them to subscribe on the website."


def subscriber_with(email: str) -> Subscriber:
    """The subscriber with a normalised address, added if there is none."""
    found = db.session.scalar(subscriber_by_email(email))
    if found is None:
        adding.add_subscribers([{"email": email}])
        found = db.session.scalars(subscriber_by_email(email)).one()
    return found


def subscriptions_to(
    subscriber: Subscriber, lists: Sequence[MailingList], source: str
) -> list[Subscription]:
    """The subscriber's open subscriptions to ``lists``, added as pending where there is none."""
    wanted = [
        {"subscriber_id": subscriber.id, "list_id": one.id, "source": source} for one in lists
    ]
    adding.add_subscriptions(wanted)
    of_lists = Subscription.list_id.in_([one.id for one in lists])
    return list(db.session.scalars(open_subscriptions(subscriber).where(of_lists)))


def join(
    subscriber: Subscriber,
    lists: Sequence[MailingList],
    source: str,
    proof: Proof,
    event: ConsentEvent = ConsentEvent.CONFIRMED,
) -> list[Subscription]:
    """Subscribe at once, as the address is proven, and return what is new.

    Raises AddressSuppressed.
    """
    if not lists:
        return []
    if is_suppressed(subscriber.email):
        raise AddressSuppressed
    found = subscriptions_to(subscriber, lists, source)
    joined = lock_if(WAITING, found)
    for subscription in joined:
        subscription.confirm(clock.now())
    consenting.record(joined, event, proof)
    return joined


def add_by_staff(
    email: str, mailing_list: MailingList, *, by: str, evidence: str, name: str = ""
) -> Subscription | None:
    """Subscribe someone who agreed outside the site, and return the subscription if it is new.

    ``email`` is normalised, ``by`` the address of the staff member, ``evidence`` says where and
    when the person agreed. Raises AddressSuppressed, and HasLeft when the person left the list.
    """
    if is_suppressed(email):
        raise AddressSuppressed
    subscriber = subscriber_with(email)
    newest = newest_subscription(subscriber.id, mailing_list.id)
    if newest and newest.has_left:
        raise HasLeft
    proof = Proof(f"staff {by}", evidence=evidence)
    added = join(subscriber, [mailing_list], "staff", proof, ConsentEvent.ADDED)
    subscriber.name = subscriber.name or name
    return added[0] if added else None


def newest_subscription(subscriber_id: int, list_id: int) -> Subscription | None:
    """The last subscription of a person to a list: the open one, or else the last that ended."""
    return db.session.scalar(
        select(Subscription)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.list_id == list_id)
        .order_by(Subscription.ended_at.is_not(None), Subscription.id.desc())
        .limit(1)
    )
