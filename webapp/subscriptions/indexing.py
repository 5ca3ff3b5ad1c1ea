"""Indexing addresses and names, so that any part of one finds it.

PostgreSQL keeps its index of trigrams by itself. SQLite’s takes many rows at once ten times faster
than one by one, so a trigger notes who came or got another name, and a job puts them in together:
who asks for letters does not wait for it. Until then a search looks through those noted.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import text

from ..extensions import db, is_postgresql
from ..jobs import job

EVERY = dt.timedelta(minutes=1)
AT_ONCE = 20_000  # people put in while SQLite lets nobody else write
PUT_IN = text(
    """
    INSERT INTO subscriber_search (rowid, email, name)
    SELECT id, email, name FROM subscribers
    WHERE id IN (SELECT subscriber_id FROM subscriber_unsearched ORDER BY 1 LIMIT :most)
    """
)
STRIKE_OUT = text(
    """
    DELETE FROM subscriber_unsearched WHERE subscriber_id IN (
        SELECT subscriber_id FROM subscriber_unsearched ORDER BY 1 LIMIT :most
    )
    """
)
NOTED = text("SELECT 1 FROM subscriber_unsearched LIMIT 1")


def index_new() -> None:
    """Put some of those in who are noted."""
    if not is_postgresql():
        db.session.execute(PUT_IN, {"most": AT_ONCE})
        db.session.execute(STRIKE_OUT, {"most": AT_ONCE})


def is_behind() -> bool:
    """Whether somebody is still to be put in."""
    return not is_postgresql() and bool(db.session.scalar(NOTED))


@job(every=EVERY)
def catch_up() -> None:
    """Put in all who are noted, some at a time."""
    while is_behind():
        index_new()
        db.session.commit()
