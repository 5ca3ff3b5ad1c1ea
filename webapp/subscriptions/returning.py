"""Returning letters to the address they were moved from, by its owner, for seven days."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, delete, select

from .. import clock, jobs
from ..extensions import db
from ..mail import outbox
from ..outcomes import LinkExpired, Outcome
from ..templating import public_url
from ..tokens import Purpose
from . import joining, leaving, links, readdressing, spacing
from .consenting import Proof
from .models import Ended, Subscriber, SubscriberMove, Subscription
from .suppressing import is_suppressed

WORKS = dt.timedelta(days=7)
KEPT = WORKS + dt.timedelta(days=1)  # the link says that it is too old a little longer
RETURN = Purpose("subscriptions.return", WORKS)


class ReturnedAlready(Outcome):
    """The link did its work before, or that of an earlier move did it too."""

    status = 200
    title = "Your letters are back already"
    sentence = "Nothing more needs doing; the letters come to this address as before."


def announce(moved: SubscriberMove) -> None:
    """Tell the old address, with a link that has the letters come back.

    The link names the move alone: whoever moves them once more does not end it. An address that
    must not be written to is not.
    """
    if not is_suppressed(moved.old_email):
        token = RETURN.sign(m=moved.id, t=links.stamp(moved.moved_at))
        link = public_url("subscriptions.return_letters", token=token)
        outbox.queue("subscriptions/moved", moved.old_email, link=link, days=WORKS.days)


def look_up(token: str) -> SubscriberMove:
    """The move that a link undoes. Raises ReturnedAlready, LinkInvalid or LinkExpired."""
    payload = RETURN.read(token)
    found = db.session.get(SubscriberMove, payload["m"], populate_existing=True)
    # With the moment, as SQLite gives the number of a row that is gone to the next one.
    if found is None or links.stamp(found.moved_at) != payload["t"]:
        raise LinkExpired
    if found.undone_at:
        raise ReturnedAlready
    return found


def take_back(token: str, proof: Proof) -> Subscriber:
    """Have the letters come to the old address again, and undo what was moved since.

    Every link to the page of who moved ends. Of two at once the second finds it done. Raises as
    ``look_up`` does.
    """
    first = look_up(token)
    readdressing.hold([first.subscriber_id, *([first.into_id] if first.into_id else [])])
    first = look_up(token)
    subscriber = db.session.get_one(Subscriber, first.subscriber_id)
    for moved in _since(first):
        subscriber = _undo(moved, subscriber, proof)
    return subscriber


def _since(first: SubscriberMove) -> list[SubscriberMove]:
    """A move and those after it, the last one first."""
    query = select(SubscriberMove).where(
        SubscriberMove.subscriber_id == first.subscriber_id,
        SubscriberMove.id >= first.id,
        SubscriberMove.undone_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(SubscriberMove.id.desc())))


def _undo(moved: SubscriberMove, subscriber: Subscriber, proof: Proof) -> Subscriber:
    moved.undone_at = clock.now()
    if moved.into_id is None:
        return readdressing.go_to(subscriber, moved.old_email, proof)
    back = _subscriptions(
        moved.subscriber_id,
        Subscription.ended_reason == Ended.MOVED,
        Subscription.ended_at >= moved.moved_at,
    )
    came = _subscriptions(
        moved.into_id, Subscription.source == "moved", Subscription.confirmed_at >= moved.moved_at
    )
    leaving.end(came, Ended.MOVED, proof)
    subscriber.link_version += 1
    joined = joining.join(subscriber, [one.mailing_list for one in back], "moved", proof)
    spacing.space(joined, {one.list_id: one.frequency for one in back}, proof)
    return subscriber


def _subscriptions(person: int, *conditions: ColumnElement[bool]) -> list[Subscription]:
    query = select(Subscription).where(Subscription.subscriber_id == person, *conditions)
    return list(db.session.scalars(query.order_by(Subscription.id)))


@jobs.job(every=dt.timedelta(hours=1))
def forget_moves() -> None:
    """Forget moves once they cannot be undone."""
    old = SubscriberMove.moved_at <= clock.now() - KEPT
    db.session.execute(delete(SubscriberMove).where(old))
    db.session.commit()
