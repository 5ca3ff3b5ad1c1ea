"""Loading many rows as fast as the driver can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.engine import Dialect

from .database import Base, UTCDateTime


def as_stored(dialect: Dialect) -> Callable[[dt.datetime], object]:
    """How moments are given to ``add_rows``."""
    return UTCDateTime().dialect_impl(dialect).bind_processor(dialect) or (lambda moment: moment)


def add_rows(
    connection: Connection,
    model: type[Base],
    rows: Iterable[tuple[Any, ...]],
    columns: Sequence[str] = (),
) -> None:
    """Add rows with the columns named, by default all columns of the table in their order.

    PostgreSQL takes them by COPY, which is some ten times as fast as INSERT after INSERT, and
    writes the first of them while the last are still being made.
    """
    table: Any = model.__table__
    written = columns or [column.name for column in table.columns]
    names = ", ".join(written)
    if connection.dialect.name == "sqlite":
        holes = ", ".join("?" * len(written))
        into = f"INSERT INTO {table.name} ({names}) VALUES ({holes})"  # noqa: S608 (our own names)
        if made := list(rows):
            connection.exec_driver_sql(into, made)
        return
    driver: Any = connection.connection.dbapi_connection  # a detached one has no other name
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def next_ids(connection: Connection, model: type[Base], number: int) -> Sequence[int]:
    """So many ids of a PostgreSQL table that nobody else will be given."""
    table: Any = model.__table__
    counter = select(cast(func.pg_get_serial_sequence(table.name, "id"), REGCLASS))
    each = func.generate_series(1, number).table_valued("place")
    drawn = select(func.nextval(counter.scalar_subquery())).select_from(each)
    return connection.scalars(drawn).all()
