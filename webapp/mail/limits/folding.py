"""Folding: what was taken long ago is added up by the minute, and forgotten after two days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sqlalchemy import Connection, delete, insert

from ... import clock, jobs
from ...extensions import db
from .models import Allowance

SETTLED_FOR = dt.timedelta(minutes=2)
KEPT = dt.timedelta(days=2)  # longer than any day


@jobs.job(every=dt.timedelta(minutes=5))
def fold_allowances() -> None:
    """Keep the count of a day quick, however many batches took of it."""
    fold(db.session.connection())
    db.session.commit()


def fold(connection: Connection) -> None:
    """Make one row of all that ended in the same minute, at the last of their ends.

    Each row is deleted by one worker alone, and only who deleted it adds it up.
    """
    connection.execute(delete(Allowance).where(Allowance.ends_at < clock.now() - KEPT))
    is_over = Allowance.ends_at < clock.now() - SETTLED_FOR
    single = delete(Allowance).where(Allowance.taken_by != "", is_over)
    gone = connection.execute(single.returning(Allowance.key, Allowance.number, Allowance.ends_at))
    minutes: dict[tuple[str, dt.datetime], list[tuple[int, dt.datetime]]] = defaultdict(list)
    for key, number, ends_at in gone:
        minutes[key, ends_at.replace(second=0, microsecond=0)].append((number, ends_at))
    rows = [
        {"key": key, "number": sum(n for n, _ in ended), "ends_at": max(at for _, at in ended)}
        for (key, _), ended in minutes.items()
    ]
    if rows:
        connection.execute(insert(Allowance).values(taken_by=""), rows)
