"""Exporting people as CSV or JSON, row by row, so that a million of them need no memory.

A row is a person’s newest subscription to a list, with all that is known of it: how it came about,
how it ended, why nothing is written to the address, and the person’s attributes as further columns.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select

from ..database import read_at_length
from ..extensions import db
from .attributing import known_names
from .columns import ATTRIBUTE_PREFIX, COLUMNS, FURTHER, guarded
from .importing.words import is_understood
from .models import MailingList, Subscriber, Subscription, Suppression

CHUNK = 2000


@dataclass(frozen=True)
class Wanted:
    """Who is exported: of a list or of all, those a letter reaches or everybody, among some."""

    list_id: int | None = None
    everybody: bool = False
    among: Select[Any] | None = None  # the ids of subscribers
    kept: ColumnElement[bool] | None = None  # of the lists that whoever asks may manage


def export(mailing_list: MailingList, *, everybody: bool = False) -> Iterator[str]:
    """Lines of CSV: those who get the list; with ``everybody`` all who ever asked for it."""
    return as_csv(Wanted(mailing_list.id, everybody=everybody))


def as_csv(wanted: Wanted) -> Iterator[str]:
    """A line of CSV for each, after a line with the names of the columns."""
    names = known_names()
    columns = [*COLUMNS, *FURTHER]
    yield _line([*columns, *(_column(name) for name in names)])
    for row in rows(wanted):
        values = [*(row[column] for column in columns), *map(row["attributes"].get, names)]
        yield _line(_written(value) for value in values)


def as_json(wanted: Wanted) -> Iterator[str]:
    """A JSON array of objects, one on each line; nothing is left out or guarded."""
    before = "[\n"
    for row in rows(wanted):
        told = {name: _plain(value) for name, value in row.items()}
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def rows(wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Each person’s newest subscription to each list, in the order in which they asked."""
    query = _people(wanted).execution_options(yield_per=CHUNK)
    read_at_length(db.session())
    for row in db.session.execute(query):
        yield dict(row._mapping)  # noqa: SLF001 (its public name)


def _people(wanted: Wanted) -> Select[Any]:
    state = case(
        (Suppression.id.is_not(None), "suppressed"),
        (Subscription.ended_at.is_not(None), "ended"),
        (Subscription.confirmed_at.is_(None), "pending"),
        else_="confirmed",
    )
    query = (
        select(
            Subscriber.email,
            Subscriber.name,
            Subscription.confirmed_at,
            state.label("state"),
            Subscription.source,
            Subscription.asked_at,
            Subscription.ended_at,
            Subscription.ended_reason.label("reason"),
            MailingList.slug.label("list"),
            Suppression.since.label("suppressed_since"),
            Suppression.reason.label("suppressed_because"),
            Subscriber.attributes,
        )
        .join(Subscription.subscriber)
        .join(Subscription.mailing_list)
        .outerjoin(Suppression, Suppression.email == Subscriber.email)
        .where(Subscription.is_newest, *_narrowed(wanted))
    )
    order = [Subscription.asked_at, Subscription.id]
    return query.order_by(*order if wanted.list_id else [Subscription.list_id, *order])


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.list_id is not None:
        yield Subscription.list_id == wanted.list_id
    if wanted.among is not None:
        yield Subscription.subscriber_id.in_(wanted.among)
    if wanted.kept is not None:
        yield wanted.kept
    if not wanted.everybody:
        yield Subscription.ended_at.is_(None)
        yield Subscription.confirmed_at.is_not(None)
        yield Suppression.id.is_(None)


def _column(name: str) -> str:
    """The column of an attribute: a longer name for one that an import would take for another."""
    is_free = name not in {*COLUMNS, *FURTHER} and not name.startswith(ATTRIBUTE_PREFIX)
    return name if is_free and not is_understood(name) else ATTRIBUTE_PREFIX + name


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue()


def _written(value: object) -> str:
    return "" if value is None else str(_plain(value))


def _plain(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else value
