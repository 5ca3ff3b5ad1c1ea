"""Applying: a chunk of rows taken into the tables, in a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from ... import clock
from ...among import is_among
from ...extensions import db
from .. import consenting
from ..bulk import (
    INTEGER,
    MOMENT,
    OBJECT,
    TEXT,
    Types,
    insert_from,
    moment,
)
from ..chaining import Signatory
from ..consenting import Proof
from ..models import ConsentEvent, Subscriber, Subscription
from . import amending, filling
from .comparing import Compared
from .models import Did
from .taken import Taken, write_down

SOURCE = "import"
SUBSCRIBERS: Types = {
    "email": TEXT, "name": TEXT, "created_at": MOMENT, "confirmed_at": MOMENT,
    "link_version": INTEGER,
}  # fmt: skip
WITH_ATTRIBUTES: Types = {**SUBSCRIBERS, "attributes": OBJECT}
SUBSCRIPTIONS: Types = {
    "subscriber_id": INTEGER, "list_id": INTEGER, "source": TEXT, "asked_at": MOMENT,
    "confirmed_at": MOMENT, "ended_reason": TEXT,
}  # fmt: skip


def add_people(compared: Sequence[Compared]) -> dict[str, int]:
    """Add those that rows bring and that nobody added yet; their ids by address."""
    return _add_people(
        [one for one in compared if one.verdict == "new" and not one.person.subscriber_id]
    )


def take(
    compared: Sequence[Compared],
    added: Mapping[str, int],
    list_id: int,
    proof: Proof,
    import_id: int | None = None,
) -> list[Taken]:
    """Write what rows bring, subscriptions before subscribers: see webapp.subscriptions.locking.

    ``added`` are the people of these rows that ``add_people`` added. The caller commits. Returns
    what was done; with ``import_id`` it is also written down there.
    """
    joined = _join([one for one in compared if one.verdict == "new"], added, list_id)
    changed = [one for one in compared if one.verdict == "changed"]
    confirmed = amending.confirm([one for one in changed if one.brings_proof])
    taken = joined + confirmed
    _record(taken, list_id, proof)
    amending.prove(taken)
    named = [one for one in compared if one.verdict in {"new", "changed"} and one.gets_name]
    taken += amending.give_names(named, {one.row.line.number for one in taken})
    taken += filling.fill(compared, taken)
    if import_id is not None:
        write_down(taken, import_id)
    return taken


def _join(rows: list[Compared], new: Mapping[str, int], list_id: int) -> list[Taken]:
    """Add subscriptions; who joined by another way meanwhile stays as they are."""
    if not rows:
        return []
    now = moment(clock.now())
    ids = {one.line.email: one.person.subscriber_id for one in rows if one.person.subscriber_id}
    ids |= new
    # Somebody else added these between our look and our INSERT, which waited for them to finish.
    if missing := [one.line.email for one in rows if one.line.email not in ids]:
        found = select(Subscriber.email, Subscriber.id).where(is_among(Subscriber.email, missing))
        ids |= {email: number for email, number in db.session.execute(found)}  # noqa: C416 (mypy)
    brought = sorted(
        (
            ids[one.line.email],
            list_id,
            SOURCE,
            one.line.confirmed_at or now,
            one.line.confirmed_at,
            "",
        )
        for one in rows
    )
    added = _add_subscriptions(brought)
    return [
        Taken(one, Did.JOINED, number, added[number], is_new=email in new, is_proven=is_proven)
        for one in rows
        for email in (one.line.email,)
        for number in (ids[email],)
        for is_proven in (email in new and one.line.confirmed_at is not None,)
        if number in added
    ]


def _add_people(rows: list[Compared]) -> dict[str, int]:
    """The ids of those that were not there yet, by address; all imports add in one order."""
    if not rows:
        return {}
    now = moment(clock.now())
    has_attributes = any(one.line.attributes for one in rows)
    types = WITH_ATTRIBUTES if has_attributes else SUBSCRIBERS
    brought = sorted(
        (
            one.line.email, one.line.name, now, one.line.confirmed_at, 0,
            *((one.line.attributes or "{}",) if has_attributes else ()),
        )
        for one in rows
    )  # fmt: skip
    statement = insert_from(Subscriber, types, brought).on_conflict_do_nothing(
        index_elements=[Subscriber.email]
    )
    return dict(_rows(statement.returning(Subscriber.email, Subscriber.id)))


def _add_subscriptions(brought: list[tuple[Any, ...]]) -> dict[int, int]:
    """The ids of those that were not open yet, by subscriber."""
    statement = insert_from(Subscription, SUBSCRIPTIONS, brought).on_conflict_do_nothing(
        index_elements=[Subscription.subscriber_id, Subscription.list_id],
        index_where=Subscription.ended_at.is_(None),
    )
    return dict(_rows(statement.returning(Subscription.subscriber_id, Subscription.id)))


def _record(taken: list[Taken], list_id: int, proof: Proof) -> None:
    """Write the proof of each person."""
    visit = (proof.visit.network_address, proof.visit.user_agent)
    signatories = [
        Signatory(one.subscriber_id, one.row.line.email, _evidence(one.row, proof), *visit)
        for one in taken
    ]
    consenting.record_many(signatories, ConsentEvent.IMPORTED, proof, list_id=list_id)


def _evidence(row: Compared, proof: Proof) -> str:
    file = f", {row.line.file}" if row.line.file else ""
    return f"{proof.evidence}{file}, line {row.line.line}: {row.line.said}"


def _rows(statement: Any) -> Sequence[Any]:
    """Run a statement below the session, which would look through its objects one by one."""
    return db.session.connection().execute(statement).all()
