"""Ending the subscriptions of many people to one list, and opening them again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select, update

from ... import clock
from ...among import is_among
from ...extensions import db
from ...subscriptions import consenting
from ...subscriptions.consenting import Proof
from ...subscriptions.locking import OPEN
from ...subscriptions.models import Consent, ConsentEvent, Ended, Subscriber, Subscription
from ...subscriptions.suppressing import BY_STAFF
from ...web import Visit
from .deeds import Deed, Judged
from .models import CHANGES, Action, ActionEntry

# What shows that somebody said something, or that something came of mail to them, meanwhile.
SPOKE = (
    *(ConsentEvent.ASKED, ConsentEvent.CONFIRMED, ConsentEvent.IMPORTED, ConsentEvent.ADDED),
    *(ConsentEvent.ENDED, ConsentEvent.MOVED, ConsentEvent.ERASED),
)


def judge(one: Action, people: Sequence[int], to_change: bool) -> list[Judged]:  # noqa: FBT001 (see Deed)
    """Those who have an open subscription to the list, and the others."""
    if to_change:
        held = select(Subscription.id).where(
            is_among(Subscription.subscriber_id, people),
            Subscription.list_id == one.list_id,
            OPEN,
        )
        db.session.execute(held.order_by(Subscription.id).with_for_update())
    newest = and_(
        Subscription.subscriber_id == Subscriber.id,
        Subscription.list_id == one.list_id,
        Subscription.is_newest,
    )
    query = (
        select(Subscriber.id, Subscriber.email, Subscription.id, Subscription.ended_at)
        .outerjoin(Subscription, newest)
        .where(is_among(Subscriber.id, people))
        .order_by(Subscriber.id)
    )
    return [
        Judged(person, email, "never" if not number else "left" if ended else CHANGES, number or 0)
        for person, email, number, ended in db.session.execute(query)
    ]


def change(one: Action, people: list[Judged]) -> list[Judged]:
    """End what is open; the record says by whom and why."""
    ends = {"ended_at": clock.now(), "ended_reason": Ended.STAFF}
    theirs = is_among(Subscription.id, (person.changed_id for person in people))
    changed = update(Subscription).where(theirs, OPEN).values(ends).returning(Subscription.id)
    ended = {number for (number,) in db.session.connection().execute(changed)}
    found = [person for person in people if person.changed_id in ended]
    visit = Visit(one.network_address, one.user_agent)
    proof = Proof(one.source, visit=visit, evidence=one.words)
    _record(one, ConsentEvent.ENDED, proof, [(p.subscriber_id, p.email) for p in found])
    return found


def take_back(one: Action, entries: Sequence[ActionEntry]) -> int:
    """Open again what this action ended, unless the person did something since."""
    untouched = _untouched(one, [entry.changed_id for entry in entries])
    if not untouched:
        return 0
    again = update(Subscription).where(is_among(Subscription.id, untouched))
    opened = again.values(ended_at=None, ended_reason="").returning(Subscription.subscriber_id)
    ids = [person for (person,) in db.session.connection().execute(opened)]
    people = select(Subscriber.id, Subscriber.email).where(is_among(Subscriber.id, ids))
    found = [(number, email) for number, email in db.session.execute(people)]
    proof = Proof(f"action {one.id} undone, {one.undone_by}", evidence=one.undo_reason)
    _record(one, ConsentEvent.REOPENED, proof, found)
    return len(found)


def _untouched(one: Action, subscription_ids: Sequence[int]) -> list[int]:
    """Those still ended by staff, and nothing else said of them since; locked, in their order."""
    complained = (Consent.event == ConsentEvent.SUPPRESSED) & (Consent.reason != BY_STAFF)
    spoke = exists().where(
        Consent.subscriber_id == Subscription.subscriber_id,
        or_(Consent.list_id == Subscription.list_id, Consent.list_id.is_(None)),
        or_(Consent.event.in_(SPOKE), complained),
        Consent.at >= Subscription.ended_at,
        Consent.source != one.source,
    )
    query = (
        select(Subscription.id)
        .where(
            is_among(Subscription.id, subscription_ids),
            Subscription.is_newest,
            Subscription.ended_reason == Ended.STAFF,
            ~spoke,
        )
        .order_by(Subscription.id)
        .with_for_update(of=Subscription)
    )
    return list(db.session.scalars(query))


def _record(
    one: Action, event: ConsentEvent, proof: Proof, people: Sequence[tuple[int, str]]
) -> None:
    signatories = [proof.signed_by(number, email) for number, email in people]
    reason = Ended.STAFF if event == ConsentEvent.ENDED else ""
    consenting.record_many(signatories, event, proof, list_id=one.list_id, reason=reason)


DEED = Deed(judge, change, take_back)
