"""Recovering what a worker left: journals say what was sent, is in doubt or was not begun."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import Connection, Engine, literal_column, select

from .. import clock
from ..mail.letters import Fate
from ..mail.limits import allowing
from .accounting import give_back, settle
from .journaling import SUFFIX, Abandoned, Entry, abandoned, instance_name
from .models import Delivery

# Another machine’s worker may come back with its journal; after as long its claims are in doubt.
FOREIGN_GRACE = dt.timedelta(hours=6)
# Written out, or SQLite would not use the index that holds claimed rows only.
IS_CLAIMED = Delivery.state == literal_column("'claimed'")
LOST = "the worker’s journal is lost"


def recover(engine: Engine, folder: Path) -> int:
    """Settle every claim whose worker is gone, each journal in a transaction of its own.

    Returns how many claims were settled or given back.
    """
    recovered = 0
    for journal in abandoned(folder):
        with engine.begin() as connection:
            recovered += _recover_from(connection, journal)
        journal.remove()
    with engine.begin() as connection:
        for name in _names_without_journal(connection, folder):
            recovered += _doubt(connection, name)
    return recovered


def _recover_from(connection: Connection, journal: Abandoned) -> int:
    told = journal.read()
    tries = _claimed_by(connection, journal.name)
    told_of = {entry.delivery_id for entry in told.entries}
    allowing.end(connection, journal.name, len(told_of) if told.is_complete else None)
    settle(connection, journal.name, told.entries, tries)
    untold = tries.keys() - told_of
    if told.is_complete:
        give_back(connection, journal.name, untold)
    else:  # the machine itself went down: what the journal held last may be lost
        settle(connection, journal.name, [Entry(i, Fate.UNKNOWN, LOST) for i in untold], tries)
    return len(tries)


def _names_without_journal(connection: Connection, folder: Path) -> list[str]:
    """Our claims with no journal, and those of other machines that did not come back in time."""
    ours = Delivery.claimed_by.startswith(instance_name(folder) + ".")
    overdue = Delivery.lease_ends_at < clock.now() - FOREIGN_GRACE
    found = select(Delivery.claimed_by).where(IS_CLAIMED, ours | overdue).distinct()
    names = connection.scalars(found).all()
    return [name for name in names if not (folder / (name + SUFFIX)).exists()]


def _doubt(connection: Connection, name: str) -> int:
    tries = _claimed_by(connection, name)
    allowing.end(connection, name)
    settle(connection, name, [Entry(i, Fate.UNKNOWN, LOST) for i in tries], tries)
    return len(tries)


def _claimed_by(connection: Connection, name: str) -> dict[int, int]:
    """Ids and earlier tries of what is claimed under a name."""
    found = select(Delivery.id, Delivery.tries).where(IS_CLAIMED, Delivery.claimed_by == name)
    return {row.id: row.tries for row in connection.execute(found)}
