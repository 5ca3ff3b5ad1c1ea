"""Forgetting addresses that nothing knows any more: the keyed hash takes their place."""

from __future__ import annotations

from sqlalchemy import exists, or_, select, update

from ..among import is_among
from ..extensions import db
from . import consenting
from .hashing import name_for, names_of
from .models import Ended, Subscriber, Subscription


def forget_unconfirmed(subscriber_ids: set[int], source: str) -> None:
    """Forget those of the subscribers who never confirmed, and whose every ask has lapsed.

    Who confirmed once, asked again, or ended an ask by themselves stays. The rows are locked first:
    a new ask waits for us, or we pass it by.
    """
    locked = select(Subscriber.id).where(Subscriber.id.in_(subscriber_ids)).order_by(Subscriber.id)
    ids = list(db.session.scalars(locked.with_for_update(skip_locked=True)))
    known = exists().where(
        Subscription.subscriber_id == Subscriber.id,
        or_(
            Subscription.ended_at.is_(None),
            Subscription.confirmed_at.is_not(None),
            Subscription.ended_reason != Ended.UNCONFIRMED,
        ),
    )
    nobody = select(Subscriber.id, Subscriber.email).where(
        Subscriber.id.in_(ids), Subscriber.confirmed_at.is_(None), ~known
    )
    rows = renamed([(number, email) for number, email in db.session.execute(nobody)])
    for number, name in rows:
        gone = update(Subscriber).where(Subscriber.id == number)
        version = Subscriber.link_version + 1
        db.session.execute(gone.values(email=name, name="", attributes={}, link_version=version))
    if rows:
        consenting.record_many_erased(rows, source)


def renamed(people: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The hash for each address: one that does not stand for an earlier life of the same person."""
    every = is_among(Subscriber.email, (name for _, email in people for name in names_of(email)))
    taken = set(db.session.scalars(select(Subscriber.email).where(every)))
    return [(number, name_for(email, number, taken)) for number, email in people]
