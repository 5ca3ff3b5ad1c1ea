"""Suppressing many addresses, and lifting what an action suppressed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, select

from ... import clock
from ...among import is_among
from ...extensions import db
from ...subscriptions import consenting
from ...subscriptions.bulk import MOMENT, TEXT, Types, insert_from, moment
from ...subscriptions.consenting import Proof
from ...subscriptions.hashing import DOMAIN
from ...subscriptions.models import Consent, ConsentEvent, Subscriber, Suppression
from ...subscriptions.suppressing import BY_STAFF, suppressed_among
from ...web import Visit
from .deeds import Deed, Judged
from .models import CHANGES, Action, ActionEntry

COLUMNS: Types = {"email": TEXT, "reason": TEXT, "evidence": TEXT, "since": MOMENT}


def judge(_one: Action, people: Sequence[int], _to_change: bool) -> list[Judged]:  # noqa: FBT001 (see Deed)
    """Those who may be written to, and the others; the unique index decides between two at once."""
    query = select(Subscriber.id, Subscriber.email).where(is_among(Subscriber.id, people))
    found = db.session.execute(query.order_by(Subscriber.id)).all()
    stopped = suppressed_among(email for _, email in found)
    return [Judged(number, email, _verdict(email, stopped)) for number, email in found]


def _verdict(email: str, stopped: set[str]) -> str:
    if email.endswith("@" + DOMAIN):
        return "erased"
    return "suppressed" if email in stopped else CHANGES


def change(one: Action, people: list[Judged]) -> list[Judged]:
    """Write to none of them any more."""
    now, by_email = moment(clock.now()), {person.email: person for person in people}
    rows = sorted((email, BY_STAFF, one.words, now) for email in by_email)
    added = insert_from(Suppression, COLUMNS, rows).on_conflict_do_nothing()
    returned = added.returning(Suppression.email, Suppression.id)
    found = [
        Judged(by_email[email].subscriber_id, email, CHANGES, number)
        for email, number in db.session.connection().execute(returned)
    ]
    visit = Visit(one.network_address, one.user_agent)
    proof = Proof(one.source, visit=visit, evidence=one.words)
    _record(ConsentEvent.SUPPRESSED, proof, [(p.subscriber_id, p.email) for p in found])
    return found


def take_back(one: Action, entries: Sequence[ActionEntry]) -> int:
    """Lift what this action made, unless the record says more of suppressing the address since."""
    ids = {entry.changed_id: entry.subscriber_id for entry in entries}
    spoke = exists().where(
        Consent.subscriber_id == Subscriber.id,
        Consent.event.in_((ConsentEvent.SUPPRESSED, ConsentEvent.LIFTED)),
        Consent.source != one.source,
        Consent.at >= one.applied_at,
    )
    free = (
        select(Suppression.id)
        .join(Subscriber, Subscriber.email == Suppression.email)
        .where(
            is_among(Suppression.id, ids),
            Suppression.reason == BY_STAFF,
            Suppression.email.not_like(f"%@{DOMAIN}"),
            ~spoke,
        )
        .order_by(Suppression.id)
        .with_for_update(of=Suppression)
    )
    gone = delete(Suppression).where(is_among(Suppression.id, db.session.scalars(free)))
    returned = gone.returning(Suppression.id, Suppression.email)
    found = [(ids[number], email) for number, email in db.session.connection().execute(returned)]
    proof = Proof(f"action {one.id} undone, owner {one.undone_by}", evidence=one.undo_reason)
    _record(ConsentEvent.LIFTED, proof, found)
    return len(found)


def _record(event: ConsentEvent, proof: Proof, people: Sequence[tuple[int, str]]) -> None:
    signatories = [proof.signed_by(number, email) for number, email in people]
    consenting.record_many(signatories, event, proof, list_id=None, reason=BY_STAFF)


DEED = Deed(judge, change, take_back)
