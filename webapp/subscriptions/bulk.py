"""Writing in bulk: thousands of rows sent as one parameter and written by one statement.

A statement a row takes longer on the way to PostgreSQL and back than the rows take to write.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    DateTime,
    FromClause,
    Integer,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from ..database import Base, insert_into
from ..extensions import db, is_postgresql

TEXT, INTEGER, MOMENT = Text(), Integer(), DateTime(timezone=True)
OBJECT = JSONB()  # written as the text of its JSON
ROOM = 32 * 1024  # KB
Types = dict[str, TypeEngine[Any]]
Rows = Sequence[Sequence[Any]]


def make_room() -> None:
    """Let SQLite hold as much of the indexes as many writes to them touch, on this connection."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{ROOM}")


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: thousands of rows are made and none of them is any yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def moment(at: dt.datetime) -> str:
    """A moment as SQLAlchemy writes it into SQLite: in UTC, and without saying so."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def rows_as_table(name: str, types: Types, rows: Rows) -> FromClause:
    """Rows as something to select from; ``types`` names their columns, in order.

    A moment among them is written as ``moment`` does it.
    """
    written = bindparam(None, json.dumps(rows, ensure_ascii=False), type_=TEXT)
    if is_postgresql():
        every = func.jsonb_array_elements(cast(written, JSONB))
    else:
        every = func.json_each(written)
    each = every.table_valued("value")
    places = [_column(each.c.value, i, kind) for i, kind in enumerate(types.values())]
    return select(*(p.label(one) for p, one in zip(places, types, strict=True))).subquery(name)


def insert_from(model: type[Base], types: Types, rows: Rows) -> Any:
    """INSERT … SELECT of rows whose columns are those of ``model``; may say ON CONFLICT."""
    source = rows_as_table("brought", types, rows)
    # Without a WHERE, SQLite takes the ON of ON CONFLICT for that of a join.
    chosen = select(*source.c).where(source.c[0].is_not(None))
    insert = insert_into(model, db.session.get_bind().dialect)
    return insert.from_select(list(types), chosen, include_defaults=False)


def _column(value: Any, place: int, kind: TypeEngine[Any]) -> Any:
    """One cell of a row, as what it is. Moments are in UTC, which PostgreSQL must be told."""
    cell = value.op("->>", return_type=TEXT)(literal(place, literal_execute=True))
    if not is_postgresql() or kind is TEXT:
        return cell
    if kind is MOMENT:
        return cast(cell, DateTime()).op("AT TIME ZONE", return_type=MOMENT)("UTC")
    return cast(cell, kind)
