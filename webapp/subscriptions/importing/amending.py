"""Amending: what the rows of a file change for people who are known already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from ...among import is_among
from ...extensions import db
from ..bulk import INTEGER, MOMENT, TEXT, rows_as_table
from ..locking import WAITING
from ..models import Subscriber, Subscription
from .comparing import Compared
from .models import Did
from .taken import Taken


def confirm(rows: list[Compared]) -> list[Taken]:
    """Confirm subscriptions that still wait; whoever was faster is waited for."""
    if not rows:
        return []
    ids = [one.person.subscription_id for one in rows]
    still = select(Subscription.id).where(is_among(Subscription.id, ids), WAITING)
    waiting = set(db.session.scalars(still.order_by(Subscription.id).with_for_update()))
    found = [one for one in rows if one.person.subscription_id in waiting]
    _set_moments(
        Subscription, [(one.person.subscription_id, one.line.confirmed_at) for one in found]
    )
    return [
        Taken(one, Did.CONFIRMED, one.person.subscriber_id, one.person.subscription_id)
        for one in found
    ]


def prove(taken: list[Taken]) -> None:
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
    return [number for (number,) in db.session.connection().execute(statement)]


def give_names(rows: list[Compared], noted: set[int]) -> list[Taken]:
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
