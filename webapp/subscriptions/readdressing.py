"""Readdressing: a subscriber gets another address, or hands the letters to who has it.

A subscriber whose new address nobody has takes it: the row stays, and with it the subscriptions,
the letters and the record. Where the new address is a subscriber’s already, the letters go over to
that one, as two rows cannot have one address.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..extensions import db
from . import consenting, joining, leaving, spacing
from .consenting import Proof
from .models import (
    ConsentEvent,
    Ended,
    Subscriber,
    Subscription,
    open_subscriptions,
    subscriber_by_email,
)


def go_to(subscriber: Subscriber, email: str, proof: Proof) -> Subscriber:
    """Take an address, or hand the letters to who has it; returns who gets them from now on.

    Links to the page of who moves end. What waited to be confirmed by a link to the old address
    ends as unconfirmed.
    """
    waiting = [one for one in _open(subscriber) if one.confirmed_at is None]
    leaving.end(waiting, Ended.UNCONFIRMED, proof)
    subscriber.link_version += 1
    holder = subscriber if _takes(subscriber, email) else _hand_over(subscriber, email, proof)
    holder.prove(clock.now())
    who = proof.signed_by(subscriber.id, subscriber.email)
    consenting.record_many([who], ConsentEvent.MOVED, proof, list_id=None)
    return holder


def hold(subscriber_ids: list[int]) -> None:
    """Lock what some people have, and then who they are: see ``locking``."""
    theirs = select(Subscription.id).where(
        Subscription.subscriber_id.in_(subscriber_ids), Subscription.ended_at.is_(None)
    )
    db.session.execute(theirs.order_by(Subscription.id).with_for_update())
    people = select(Subscriber).where(Subscriber.id.in_(subscriber_ids)).order_by(Subscriber.id)
    fresh = people.with_for_update().execution_options(populate_existing=True)
    db.session.scalars(fresh).all()


def _takes(subscriber: Subscriber, email: str) -> bool:
    """Put the address in place unless somebody has it; of two at once the database decides."""
    if db.session.scalar(subscriber_by_email(email)):
        return False
    try:
        with db.session.begin_nested():
            subscriber.email = email
            db.session.flush()
    except IntegrityError:
        return False
    return True


def _hand_over(subscriber: Subscriber, email: str, proof: Proof) -> Subscriber:
    """End the letters here and begin them there; what both had goes on there as it is."""
    holder = db.session.scalars(subscriber_by_email(email)).one()
    letters = going(subscriber)
    often = {one.list_id: one.frequency for one in letters}
    leaving.end(letters, Ended.MOVED, proof)
    joined = joining.join(holder, [one.mailing_list for one in letters], "moved", proof)
    spacing.space(joined, often, proof)
    return holder


def _open(subscriber: Subscriber) -> list[Subscription]:
    return list(db.session.scalars(open_subscriptions(subscriber)))


def going(subscriber: Subscriber) -> list[Subscription]:
    """What goes with the person: every letter they get of a list that is open."""
    return [one for one in _open(subscriber) if one.is_mailable and one.mailing_list.is_live]
