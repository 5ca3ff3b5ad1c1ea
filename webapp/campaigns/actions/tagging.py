"""Giving many people an attribute, or taking one from them; and giving back what they had."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB

from ...extensions import db
from ...subscriptions.attributing import with_attribute
from ...subscriptions.bulk import INTEGER, TEXT, in_numbers, rows_as_table
from ...subscriptions.hashing import DOMAIN
from ...subscriptions.models import Subscriber
from .deeds import Deed, Judged
from .models import CHANGES, Action, ActionEntry, Kind

Attributes = Mapping[str, str]


def judge(one: Action, people: Sequence[int], to_change: bool) -> list[Judged]:  # noqa: FBT001 (see Deed)
    """Those in whose attributes something would change, and the others."""
    return [
        Judged(person, email, _verdict(one, email, held), before=held.get(one.attribute))
        for person, email, held in _held(people, to_change)
    ]


def _held(people: Sequence[int], to_change: bool) -> list[tuple[int, str, Attributes]]:  # noqa: FBT001
    query = select(Subscriber.id, Subscriber.email, Subscriber.attributes).where(
        Subscriber.id.in_(in_numbers(people))
    )
    query = query.order_by(Subscriber.id)
    rows = db.session.execute(query.with_for_update() if to_change else query)
    return [(person, email, held) for person, email, held in rows]


def _verdict(one: Action, email: str, held: Attributes) -> str:
    if email.endswith("@" + DOMAIN):
        return "erased"
    if one.kind == Kind.REMOVE:
        return CHANGES if one.attribute in held else "without"
    if held.get(one.attribute) == one.value:
        return "same"
    return CHANGES if one.attribute in with_attribute(held, one.attribute, one.value) else "full"


def change(one: Action, people: list[Judged]) -> list[Judged]:
    """Write the attributes anew; they were read, and locked, by ``judge``."""
    value = one.value if one.kind == Kind.SET else ""
    held = _held([person.subscriber_id for person in people], True)
    _write([(person, with_attribute(has, one.attribute, value)) for person, _, has in held])
    return people


def take_back(one: Action, entries: Sequence[ActionEntry]) -> int:
    """Give back what people had, where it still is what this action made it."""
    before = {entry.subscriber_id: entry.before for entry in entries}
    left_by_it = one.value if one.kind == Kind.SET else None
    rows = []
    for person, email, held in _held(list(before), True):
        had = before[person] or ""
        given = with_attribute(held, one.attribute, had)
        is_ours = held.get(one.attribute) == left_by_it and not email.endswith("@" + DOMAIN)
        if is_ours and given.get(one.attribute, "") == had:
            rows.append((person, given))
    _write(rows)
    return len(rows)


def _write(rows: Sequence[tuple[int, Attributes]]) -> None:
    if not rows:
        return
    brought = rows_as_table(
        "brought",
        {"id": INTEGER, "attributes": TEXT},
        [(person, json.dumps(held)) for person, held in rows],
    )
    written: ColumnElement[Any] = brought.c.attributes
    if db.session.get_bind().dialect.name == "postgresql":
        written = cast(written, JSONB)
    theirs = update(Subscriber).where(Subscriber.id == brought.c.id)
    db.session.connection().execute(theirs.values({Subscriber.attributes: written}))


DEED = Deed(judge, change, take_back)
