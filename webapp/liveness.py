"""Liveness: whether the server behind a pooled connection of PostgreSQL is still there.

A server that ends closes its connections, and a closed one can be read from. So looking at the
socket, a system call, is enough for one that was in use a moment ago. The server is asked, a round
trip, when something has come, or after a rest in which the network may have lost the connection
without a word.
"""

from __future__ import annotations

import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

REST = 30.0  # seconds without use
USED_AT = "masthead.used_at"  # among what the pool keeps about a connection


def watch(engine: Engine) -> None:
    """Have dead connections replaced when they are taken out of the pool."""
    dialect = engine.dialect

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[USED_AT] = monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        used_at = record.info.get(USED_AT)
        if used_at is None:
            return  # it was opened just now
        try:
            if monotonic() - used_at >= REST or _has_news(connection):
                dialect.do_ping(connection)
        except dialect.loaded_dbapi.OperationalError as problem:
            raise InvalidatePoolError from problem  # the others are as dead


def _has_news(connection: Any) -> bool:
    """Whether anything has come that nobody asked for; the end of a connection is news, too."""
    sockets = select.poll()
    sockets.register(connection, select.POLLIN)
    return bool(sockets.poll(0))
