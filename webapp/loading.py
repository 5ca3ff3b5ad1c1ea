"""Loading many rows as fast as the driver can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, CursorResult, cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.engine import Dialect

from .database import Base, UTCDateTime

PARAMETERS = 16_000  # of one statement of SQLite, which takes 32,766 (SQLITE_LIMIT_VARIABLE_NUMBER)


def as_stored(dialect: Dialect) -> Callable[[dt.datetime], object]:
    """How moments are given to ``add_rows``: as text, which drivers need not make of each anew."""
    return UTCDateTime().dialect_impl(dialect).bind_processor(dialect) or dt.datetime.isoformat


def add_rows(
    connection: Connection,
    model: type[Base],
    rows: Iterable[tuple[Any, ...]],
    columns: Sequence[str] = (),
) -> None:
    """Add rows with the columns named, by default all columns of the table in their order.

    PostgreSQL takes them by COPY, which is some ten times as fast as INSERT after INSERT, and
    writes the first of them while the last are still being made. SQLite takes thousands by each
    INSERT, and lets our other threads work meanwhile.
    """
    table: Any = model.__table__
    written = columns or [column.name for column in table.columns]
    if connection.dialect.name == "sqlite":
        _insert(connection, model, rows, written)
        return
    names = ", ".join(written)
    driver: Any = connection.connection.dbapi_connection  # a detached one has no other name
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def add_new_rows(
    connection: Connection,
    model: type[Base],
    rows: Iterable[tuple[Any, ...]],
    columns: Sequence[str],
    told: Sequence[str],
) -> list[Any]:
    """Add rows to a table of SQLite, but for those that a unique index refuses.

    Returns the columns ``told`` of those that were added.
    """
    end = f"ON CONFLICT DO NOTHING RETURNING {', '.join(told)}"
    return [row for found in _insert(connection, model, rows, columns, end) for row in found.all()]


def _insert(
    connection: Connection,
    model: type[Base],
    rows: Iterable[tuple[Any, ...]],
    columns: Sequence[str],
    end: str = "",
) -> list[CursorResult[Any]]:
    """Insert rows into SQLite, as many by each statement as it has parameters for."""
    hole = f"({', '.join('?' * len(columns))})"
    left, done = iter(rows), []
    while part := list(islice(left, PARAMETERS // len(columns))):
        holes = ", ".join([hole] * len(part))
        into = f"INSERT INTO {model.__table__} ({', '.join(columns)}) VALUES {holes} {end}"  # noqa: S608 (our own names)
        done.append(connection.exec_driver_sql(into, tuple(chain.from_iterable(part))))
    return done


def next_ids(connection: Connection, model: type[Base], number: int) -> Sequence[int]:
    """So many ids of a PostgreSQL table that nobody else will be given."""
    table: Any = model.__table__
    counter = select(cast(func.pg_get_serial_sequence(table.name, "id"), REGCLASS))
    each = func.generate_series(1, number).table_valued("place")
    drawn = select(func.nextval(counter.scalar_subquery())).select_from(each)
    return connection.scalars(drawn).all()
