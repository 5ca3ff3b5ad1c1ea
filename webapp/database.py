"""What every table shares, and how the database is opened."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

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


def prepare(engine: Engine) -> None:
    """Open SQLite the way a server needs it; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure_connection)
    event.listen(engine, "begin", begin_transaction)


def _configure_connection(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_transaction(connection: Any) -> None:
    """Take SQLite’s write lock at the start of every transaction that may write.

    A transaction that reads first and writes later cannot wait for another writer: SQLite refuses
    it at once, as its snapshot is out of date. Beginning IMMEDIATE it queues instead.
    """
    connection.exec_driver_sql("BEGIN" if only_reading.get() else "BEGIN IMMEDIATE")


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
