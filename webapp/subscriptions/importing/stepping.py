"""Applying an import in steps, the next of which begins before the last one is committed.

A step is one transaction. It adds the people whom its rows bring, takes the row of the import, for
which it waits until the step before it is committed, and does the rest. PostgreSQL lets two write
at once: there a step adds its people while the one before it does its rest, and both of the
server’s and our own work get done meanwhile. Neither waits for anything but rows of the database,
which therefore sees it when a third has them wait in a circle. SQLite lets one write at a time:
there a step begins when the one before it is committed. On both, its rows were fetched by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event

from flask import Flask, current_app
from flask_sqlalchemy.session import Session
from sqlalchemy import select

from ... import clock
from ...extensions import db, is_lone_writer, working_in
from ..bulk import make_room, uncollected
from . import adding, applying, asking, comparing, fetching, storing
from .comparing import Compared
from .fetching import Ahead, Fetched
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
    """Take in the rows that are left; what a turn did is committed."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (Flask’s way)
    with ThreadPoolExecutor(2, thread_name_prefix="import") as beside:
        ahead = Ahead(partial(fetch_beside, app, import_id), beside)
        begin_next = partial(beside.submit, partial(begin_beside, app, import_id, ahead))
        db.session.rollback()  # a step has a session of its own, and nobody waits for this one
        may_write = Event()
        may_write.set()
        coming = begin_next(may_write)
        try:
            while (step := coming.result()).one.state == ImportState.APPLYING:
                may_write = Event()
                if not is_lone_writer():
                    may_write.set()
                with step.session, working_in(step.session):
                    coming = begin_next(may_write, step.rows.last if step.is_due else None)
                    if step.is_due:
                        finish(step)
                        step.session.commit()
                yield
                db.session.rollback()
                may_write.set()
        finally:
            may_write.set()
            _let_go(coming)


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


def fetch_beside(app: Flask, import_id: int, after: int | None) -> Fetched:
    """Fetch rows in another thread."""
    with app.app_context():
        return fetching.fetch(import_id, after)


def begin_beside(
    app: Flask, import_id: int, ahead: Ahead, may_write: Event, after: int | None = None
) -> Step:
    """Begin the step behind a row in a session of its own, which the step keeps.

    By default the one behind what was taken in. Its rows are fetched before it may write.
    """
    with app.app_context():
        session = db.session.session_factory()
        try:
            with working_in(session):
                rows = ahead.behind(after)
                may_write.wait()
                return begin(import_id, rows)
        except BaseException:
            session.close()
            raise


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


def _let_go(coming: Future[Step]) -> None:
    """Undo what a step began that nobody will finish."""
    if not coming.exception():
        coming.result().session.close()
