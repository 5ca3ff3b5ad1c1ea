"""Applying an import in steps, one after another.

A step is one transaction. It adds the people whom its rows bring, takes the row of the import, and
does the rest. Its rows are fetched beforehand, in a transaction that only reads: SQLite lets one
write at a time, and nobody waits meanwhile. One thread does all of it, so that a machine with two
processors keeps one for the site. Where several may write at once steps overlap: see overlapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flask_sqlalchemy.session import Session
from sqlalchemy import select

from ... import clock
from ...extensions import db
from ..bulk import make_room, uncollected
from . import adding, applying, asking, comparing, fetching, storing
from .comparing import Compared
from .fetching import Fetched
from .models import Import, ImportState

NOT_LIVE = "The list is closed or was not launched yet, so nobody can join it."


@dataclass(frozen=True)
class Step:
    """Rows of an import whose people are added, and not committed.

    Its session holds the row of the import until it ends.
    """

    session: Session
    one: Import
    rows: Fetched
    added: Mapping[str, int] = field(default_factory=dict)  # the people, by address
    trouble: str = ""  # why nobody can join, a sentence

    @property
    def is_due(self) -> bool:
        """Whether everything before it was taken in."""
        return self.one.state == ImportState.APPLYING and self.one.position == self.rows.after


def apply(import_id: int) -> Iterator[None]:
    """Take in the rows that are left; the caller commits at every turn."""
    while (step := _next(import_id)).one.state == ImportState.APPLYING:
        if step.is_due:
            finish(step)
        else:
            db.session.rollback()
        yield
    db.session.rollback()


def _next(import_id: int) -> Step:
    return begin(import_id, fetching.fetch(import_id))


def begin(import_id: int, rows: Fetched) -> Step:
    """Add the people of rows, unless the list takes nobody."""
    one = db.session.get_one(Import, import_id)
    if not one.mailing_list.is_live:
        return Step(db.session(), held(import_id), rows, trouble=NOT_LIVE)
    with uncollected():
        make_room()
        rows = replace(rows, compared=comparing.look_again(rows.compared, one.mailing_list))
        added = adding.add_people(rows.compared)
    return Step(db.session(), held(import_id), rows, added)


def held(import_id: int) -> Import:
    """The import, locked until the transaction ends; whoever is at it is waited for."""
    query = select(Import).where(Import.id == import_id).with_for_update(of=Import)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def finish(step: Step) -> None:
    """Do the rest for the people of a step, and move the import’s position behind its rows."""
    if step.trouble:
        step.one.turn(ImportState.PAUSED, step.trouble)
    elif step.rows.compared:
        with uncollected():
            _take_in(step)
    else:
        step.one.turn(ImportState.DONE)


def _take_in(step: Step) -> None:
    one, rows = step.one, step.rows
    taken = applying.take(rows, step.added, one.list_id, fetching.proof_of(one), one.id)
    if one.asks:
        asking.ask(taken, one.mailing_list)
    storing.prepared(one.key).mark(
        (row.verdict, row.why, row.line.number) for row in rows.compared if _is_news(row)
    )
    one.done = comparing.count(rows.compared, one.did).counts()
    one.position, one.stepped_at = rows.last, clock.now()


def _is_news(row: Compared) -> bool:
    """Whether the prepared file must learn what became of a row."""
    known = row.line.kind or row.line.verdict
    return row.verdict != known and bool(row.why or known)
