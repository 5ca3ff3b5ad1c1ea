"""Limits on what one network or one address may ask, counted in the app's own database.

Counting in the database makes several processes and machines count together.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import Any

from flask import current_app
from limits.storage import Storage
from sqlalchemy import Connection, Engine, case, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, jobs
from .database import Base, insert_into
from .extensions import db
from .logs import tell_refused

# "At most 4 a minute and 40 an hour to one address" (DESIGN, Same answer).
MAILS_TO_ONE_ADDRESS = ((4, dt.timedelta(minutes=1)), (40, dt.timedelta(hours=1)))


class Counter(Base):
    """How often something happened since its window began."""

    __tablename__ = "throttle_counters"

    key: Mapped[str] = mapped_column(primary_key=True)
    happened: Mapped[int]
    window_ends_at: Mapped[dt.datetime] = mapped_column(index=True)


def count(connection: Connection, key: str, window: dt.timedelta, amount: int = 1) -> int:
    """Count ``amount`` more under ``key`` and return the total of the running window."""
    now = clock.now()
    fresh = insert_into(Counter, connection.dialect).values(
        key=key, happened=amount, window_ends_at=now + window
    )
    running = Counter.window_ends_at > now
    statement = fresh.on_conflict_do_update(
        index_elements=[Counter.key],
        set_={
            "happened": case((running, Counter.happened + amount), else_=amount),
            "window_ends_at": case((running, Counter.window_ends_at), else_=now + window),
        },
    ).returning(Counter.happened)
    return int(connection.execute(statement).scalar_one())


def may_mail(address: str) -> bool:
    """Count one more mail to ``address``; False when it has had enough for now.

    The caller gives the same answer either way and only leaves the mail out.
    """
    if not current_app.config["RATELIMIT_ENABLED"]:
        return True
    name = hashlib.sha256(address.encode()).hexdigest()
    connection = db.session.connection()
    totals = [
        (count(connection, f"mail/{window.total_seconds():.0f}/{name}", window), most)
        for most, window in MAILS_TO_ONE_ADDRESS
    ]
    is_allowed = all(total <= most for total, most in totals)
    if not is_allowed:
        tell_refused("EnoughMails")
    return is_allowed


def is_first(key: str, window: dt.timedelta) -> bool:
    """Whether ``key`` comes up for the first time within ``window``; of two at once, one is first.

    Part of the caller’s transaction, and asked whether or not forms are limited.
    """
    return count(db.session.connection(), f"once/{key}", window) == 1


@jobs.job(every=dt.timedelta(minutes=30))
def forget_ended_windows() -> None:
    """Remove counters whose window has ended."""
    db.session.execute(delete(Counter).where(Counter.window_ends_at <= clock.now()))
    db.session.commit()


class DatabaseStorage(Storage):
    """Flask-Limiter's counters in our own table, each counted in a short transaction of its own."""

    STORAGE_SCHEME = ["masthead"]  # noqa: RUF012 (declared so by limits)

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What a failing storage raises."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count ``amount`` more; ``expiry`` is the window in seconds."""
        with self._engine.begin() as connection:
            return count(connection, key, dt.timedelta(seconds=expiry), amount)

    def get(self, key: str) -> int:
        """The total of the running window."""
        return int(self._value(Counter.happened, key) or 0)

    def get_expiry(self, key: str) -> float:
        """When the running window ends, in seconds since 1970."""
        ends: dt.datetime | None = self._value(Counter.window_ends_at, key)
        return math.ceil((ends or clock.now()).timestamp())

    def check(self) -> bool:
        """Whether the database answers."""
        with self._engine.connect() as connection:
            return bool(connection.execute(select(1)).scalar_one())

    def reset(self) -> int | None:
        """Forget every limit."""
        with self._engine.begin() as connection:
            return connection.execute(delete(Counter)).rowcount

    def clear(self, key: str) -> None:
        """Forget one limit."""
        with self._engine.begin() as connection:
            connection.execute(update(Counter).where(Counter.key == key).values(happened=0))

    @property
    def _engine(self) -> Engine:
        return db.engine

    def _value(self, column: Any, key: str) -> Any:
        with self._engine.connect() as connection:
            found = select(column).where(Counter.key == key, Counter.window_ends_at > clock.now())
            return connection.execute(found).scalar()
