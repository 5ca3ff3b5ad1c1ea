"""What every table shares, and how the database is opened."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    MetaData,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from . import liveness

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# What a connection is asked for that needs a transaction even to read.
IN_TRANSACTION = {"at_length", "isolation_level"}
# Execution options of a question that different values make quite another one.
PLANNED_ANEW = {"planned_anew": True}
# Set while a request that only reads is answered; see begin_transaction.
only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


class UTCDateTime(TypeDecorator[dt.datetime]):
    """A moment. Stored in UTC, always read with its zone; a moment without zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn the moment to UTC; SQLite keeps it without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone; take it from webapp.clock.")
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: dt.datetime | None, _dialect: Dialect
    ) -> dt.datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """The base of every model: moments are UTC, constraints have names."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={dt.datetime: UTCDateTime},
    )

    def is_shown(self) -> bool:
        """Whether the public sees this row, or did before the change at hand: see printing."""
        return False


class Shown(Base):
    """A row that the public always sees: every change of one makes a new edition."""

    __abstract__ = True

    def is_shown(self) -> bool:
        """Always."""
        return True


def insert_into(model: type[Base], dialect: Dialect) -> Any:
    """An INSERT that can say ON CONFLICT, which each of the two databases says its own way."""
    return (postgresql.insert if dialect.name == "postgresql" else sqlite.insert)(model)


def prepare(engine: Engine) -> None:
    """Open either database the way a server needs it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_connection)
        event.listen(engine, "begin", begin_transaction)
    else:
        event.listen(engine, "connect", _ask_plainly)
        event.listen(engine, "begin", _read_without_transaction)
        event.listen(engine, "checkin", _end_reading)
        event.listen(engine, "do_execute", _plan_anew)
        liveness.watch(engine)


def _ask_plainly(connection: Any, _record: Any) -> None:
    """Have PostgreSQL compile no queries: ours end sooner than their machine code is made."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _read_without_transaction(connection: Connection) -> None:
    """Ask PostgreSQL without BEGIN and ROLLBACK around what only reads.

    They show nothing more than each question alone (READ COMMITTED), cost two of five round trips,
    and at every ROLLBACK the driver forgets the statements that it had prepared. A cursor that
    stays open on the server needs a transaction all the same: see read_at_length. So does a page
    that asks for one state of the database throughout, by its isolation level.
    """
    if only_reading.get() and not connection.get_execution_options().keys() & IN_TRANSACTION:
        driver: Any = connection.connection.dbapi_connection  # a detached one has no other name
        driver.autocommit = True


def _plan_anew(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    """Have PostgreSQL plan a question for the very values it asks about: see PLANNED_ANEW.

    Asked often enough it is prepared, and then perhaps planned once for whatever values there may
    be: a rare word and one in every address are found in different ways.
    """
    if not context.execution_options.get("planned_anew"):
        return False
    cursor.execute(statement, parameters, prepare=False)
    return True


def _end_reading(connection: Any, _record: Any) -> None:
    if connection is not None and connection.autocommit and not connection.closed:
        connection.autocommit = False


def _configure_connection(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_transaction(connection: Connection) -> None:
    """Take SQLite’s write lock at the start of every transaction that may write.

    A transaction that reads first and writes later cannot wait for another writer: SQLite refuses
    it at once, as its snapshot is out of date. Beginning IMMEDIATE it queues instead.
    """
    if not only_reading.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # SQLAlchemy would take longer over this word than SQLite over a small question.
    if driver := connection.connection.driver_connection:
        driver.execute("BEGIN")


def read_at_length(session: Session) -> None:
    """Be in a transaction, so that rows can be read little by little (``yield_per``)."""
    if only_reading.get():
        session.rollback()
        session.connection(execution_options={"at_length": True})


@contextmanager
def without_write_lock(session: Session) -> Iterator[None]:
    """Ask afresh, take no lock that others wait for, and leave no transaction open."""
    session.rollback()
    token = only_reading.set(True)
    try:
        yield
        session.rollback()
    finally:
        only_reading.reset(token)
