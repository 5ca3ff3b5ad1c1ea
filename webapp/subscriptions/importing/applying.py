"""Applying: a chunk of rows taken into the tables, in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from ... import clock
from ...extensions import db
from .. import consenting
from ..bulk import (
    INTEGER,
    MOMENT,
    OBJECT,
    TEXT,
    Types,
    in_numbers,
    in_texts,
    insert_from,
    moment,
    rows_as_table,
)
from ..chaining import Signatory
from ..consenting import Proof
from ..locking import WAITING
from ..models import ConsentEvent, Subscriber, Subscription
from . import filling
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


def take(
    compared: Sequence[Compared], list_id: int, proof: Proof, import_id: int | None = None
) -> list[Taken]:
    """Write what rows bring, subscriptions before subscribers: see webapp.subscriptions.locking.

    The caller commits. Returns what was done; with ``import_id`` it is also written down there.
    """
    now = moment(clock.now())
    joined = _join([one for one in compared if one.verdict == "new"], list_id, now)
    changed = [one for one in compared if one.verdict == "changed"]
    confirmed = _confirm([one for one in changed if one.brings_proof])
    taken = joined + confirmed
    _record(taken, list_id, proof)
    _prove(taken)
    named = [one for one in compared if one.verdict in {"new", "changed"} and one.gets_name]
    taken += _name(named, {one.row.line.number for one in taken})
    taken += filling.fill(compared, taken)
    if import_id is not None:
        write_down(taken, import_id)
    return taken


def _join(rows: list[Compared], list_id: int, now: str) -> list[Taken]:
    """Add people and their subscriptions; who joined by another way meanwhile stays as they are."""
    if not rows:
        return []
    new = _add_people([one for one in rows if not one.person.subscriber_id], now)
    ids = {one.line.email: one.person.subscriber_id for one in rows if one.person.subscriber_id}
    ids |= new
    # Somebody else added these between our look and our INSERT, which waited for them to finish.
    if missing := [one.line.email for one in rows if one.line.email not in ids]:
        found = select(Subscriber.email, Subscriber.id).where(
            Subscriber.email.in_(in_texts(missing))
        )
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


def _add_people(rows: list[Compared], now: str) -> dict[str, int]:
    """The ids of those that were not there yet, by address; all imports add in one order."""
    if not rows:
        return {}
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


def _confirm(rows: list[Compared]) -> list[Taken]:
    """Confirm subscriptions that still wait; whoever was faster is waited for."""
    if not rows:
        return []
    ids = [one.person.subscription_id for one in rows]
    still = select(Subscription.id).where(Subscription.id.in_(in_numbers(ids)), WAITING)
    waiting = set(db.session.scalars(still.order_by(Subscription.id).with_for_update()))
    found = [one for one in rows if one.person.subscription_id in waiting]
    _set_moments(
        Subscription, [(one.person.subscription_id, one.line.confirmed_at) for one in found]
    )
    return [
        Taken(one, Did.CONFIRMED, one.person.subscriber_id, one.person.subscription_id)
        for one in found
    ]


def _prove(taken: list[Taken]) -> None:
    """An address that was known proves itself by its first proof, and that is noted."""
    shown = {
        one.subscriber_id: one.row.line.confirmed_at
        for one in taken
        if one.row.line.confirmed_at and not one.is_new
    }
    if shown:
        proven = set(_set_moments(Subscriber, sorted(shown.items())))
        for one in taken:
            one.is_proven = one.is_proven or one.subscriber_id in proven


def _set_moments(model: type[Subscriber | Subscription], rows: list[tuple[int, Any]]) -> list[int]:
    """Fill ``confirmed_at`` where it is empty, and return the ids of those filled."""
    if not rows:
        return []
    brought = rows_as_table("brought", {"id": INTEGER, "at": MOMENT}, rows)
    statement = (
        update(model)
        .where(model.id == brought.c.id, model.confirmed_at.is_(None))
        .values(confirmed_at=brought.c.at)
        .returning(model.id)
    )
    return [number for (number,) in _rows(statement)]


def _name(rows: list[Compared], noted: set[int]) -> list[Taken]:
    """Give names; those of rows that did something else too need no entry of their own."""
    if not rows:
        return []
    brought = rows_as_table(
        "brought",
        {"id": INTEGER, "name": TEXT},
        sorted((one.person.subscriber_id, one.line.name) for one in rows),
    )
    statement = update(Subscriber).where(Subscriber.id == brought.c.id, Subscriber.name == "")
    db.session.connection().execute(statement.values(name=brought.c.name))
    return [
        Taken(one, Did.NAMED, one.person.subscriber_id, one.person.subscription_id)
        for one in rows
        if one.line.number not in noted
    ]


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
