"""Paging through those who meet conditions, from the newest on.

A page goes on after the last person of the one before, which an index finds at once; nothing is
skipped by counting. The mark of that place says by which condition the search began, as the order
is that condition’s own: of a list the order in which people asked, of a letter that in which it
was addressed to them, else that of the addresses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, literal, select, tuple_, union_all

from ... import clock
from ...database import PLANNED_ANEW
from ...extensions import db
from ...subscriptions import counting
from ...subscriptions.models import Subscription
from .conditions import Conditions
from .finding import in_order
from .narrowing import REACHED, Condition, began, in_state

MARK = re.compile(r"([a-z]+)-([0-9]{1,15})(?:-([0-9]{1,17}))?")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=clock.UTC)
INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """The ids of the people on a page, and the mark after which the next one goes on."""

    ids: list[int]
    older: str  # empty on the last page


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row with this id, and of days with this moment."""

    id: int = 0
    instant: int = 0  # microseconds since 1970


def page(
    conditions: Conditions,
    mark: str,
    size: int,
    order: list[Condition] | None = None,
    *,
    few: bool = False,
) -> Page:
    """The page of people after a mark; the first page when there is none, or it makes no sense.

    ``few`` says that few are found in all, whatever the database would guess.
    """
    name, place = _read(mark)
    first, *rest = sorted(order or in_order(conditions), key=lambda one: one.name != name)
    if first.name != name:
        place = Place()
    if conditions.exclude_suppressed:
        rest.append(REACHED)
    if first.name != "list":
        query = _by_person(first, rest, place, few=few)
    elif conditions.since or conditions.until:
        query = _by_day(first, rest, place)
    else:
        query = _by_subscription(conditions, rest, place, size)
    rows = db.session.execute(query.limit(size + 1), execution_options=PLANNED_ANEW).all()
    older = _mark(first.name, rows[size - 1]) if len(rows) > size else ""
    return Page([row[0] for row in rows[:size]], older)


def _read(mark: str) -> tuple[str, Place]:
    found = MARK.fullmatch(mark)
    return (found[1], Place(int(found[2]), int(found[3] or 0))) if found else ("", Place())


def _mark(name: str, row: Sequence[Any]) -> str:
    moments = [str((moment - EPOCH) // INSTANT) for moment in row[2:]]
    return "-".join([name, str(row[1]), *moments])


def _by_person(first: Condition, rest: list[Condition], place: Place, *, few: bool) -> Select[Any]:
    *within, last = first.order or (first.person,)
    query = began(first, rest).add_columns(last)
    if place.id:
        query = query.where(last < place.id)
    if few and first.name == "words":
        # The sum keeps PostgreSQL from going through everybody in order until a page is full.
        return query.order_by((first.person + 0).desc())
    return query.order_by(*(one.desc() for one in (*within, last)))


def _by_day(first: Condition, rest: list[Condition], place: Place) -> Select[Any]:
    asked_at, id_ = Subscription.asked_at, Subscription.id
    query = began(first, rest).add_columns(id_, asked_at)
    if place.id:
        at = literal(EPOCH + place.instant * INSTANT, asked_at.type)
        query = query.where(tuple_(asked_at, id_) < tuple_(at, place.id))
    return query.order_by(asked_at.desc(), id_.desc())


def _by_subscription(
    conditions: Conditions, rest: list[Condition], place: Place, size: int
) -> Select[Any]:
    """Of each state and source that anybody has the newest: each is a range of an index."""
    c = conditions
    groups = [
        (in_state(state), source)
        for state, source in sorted(counting.standings(c.list_id))
        if c.state in {"", state} and c.source in {"", source}
    ]
    ranges = [_range(replace(c, source=s), state, rest, place, size) for state, s in groups]
    ranges = ranges or [_range(c, (Subscription.id < 0,), rest, place, 0)]
    found = union_all(*(select(one.subquery()) for one in ranges)).subquery()
    query: Select[Any] = select(found.c.person, found.c.id)
    return query.order_by(found.c.id.desc())


def _range(
    c: Conditions,
    state: tuple[SQLColumnExpression[bool], ...],
    rest: list[Condition],
    place: Place,
    size: int,
) -> Select[int, int]:
    person = Subscription.subscriber_id
    here = (Subscription.list_id == c.list_id, Subscription.source == c.source, *state)
    query = select(person.label("person"), Subscription.id).where(
        *here, *(one.narrow(person) for one in rest)
    )
    if place.id:
        query = query.where(Subscription.id < place.id)
    return query.order_by(Subscription.id.desc()).limit(size + 1)
