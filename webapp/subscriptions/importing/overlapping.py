"""Applying an import in steps that overlap, where several may write at once.

A step adds the people whom its rows bring, takes the row of the import, for which it waits until
the step before it is committed, and does the rest. So it adds its people while the one before it
does its rest, and both of the server’s and our own work get done meanwhile; and its rows are
fetched while those before them are written. Neither waits for anything but rows of the database,
which therefore sees it when a third has them wait in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial

from flask import Flask, current_app

from ...extensions import db, working_in
from . import fetching
from .fetching import Fetched
from .models import ImportState
from .stepping import Step, begin, finish


class Ahead:
    """Fetches the rows behind those that it gave before they are asked for."""

    def __init__(self, fetch: Callable[[int | None], Fetched], threads: Executor) -> None:
        self._fetch, self._threads = fetch, threads
        self._coming: Future[Fetched] | None = None
        self._after = 0  # where what is coming begins

    def behind(self, after: int | None = None) -> Fetched:
        """The rows behind a row, by default behind what was taken in."""
        coming = self._coming
        if coming is None or after != self._after:
            coming = self._threads.submit(self._fetch, after)
        found = coming.result()
        self._after = found.last
        self._coming = self._threads.submit(self._fetch, self._after)
        return found


def apply(import_id: int) -> Iterator[None]:
    """Take in the rows that are left; what a turn did is committed."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (Flask’s way)
    with ThreadPoolExecutor(2, thread_name_prefix="import") as beside:
        ahead = Ahead(partial(fetch_beside, app, import_id), beside)
        begin_next = partial(beside.submit, partial(begin_beside, app, import_id, ahead))
        db.session.rollback()  # a step has a session of its own, and nobody waits for this one
        coming = begin_next()
        try:
            while (step := coming.result()).one.state == ImportState.APPLYING:
                with step.session, working_in(step.session):
                    coming = begin_next(step.rows.last if step.is_due else None)
                    if step.is_due:
                        finish(step)
                        step.session.commit()
                yield
                db.session.rollback()
        finally:
            _let_go(coming)


def fetch_beside(app: Flask, import_id: int, after: int | None) -> Fetched:
    """Fetch rows in another thread."""
    with app.app_context():
        return fetching.fetch(import_id, after)


def begin_beside(app: Flask, import_id: int, ahead: Ahead, after: int | None = None) -> Step:
    """Begin the step behind a row in a session of its own, which the step keeps.

    By default the one behind what was taken in.
    """
    with app.app_context():
        session = db.session.session_factory()
        try:
            with working_in(session):
                return begin(import_id, ahead.behind(after))
        except BaseException:
            session.close()
            raise


def _let_go(coming: Future[Step]) -> None:
    """Undo what a step began that nobody will finish."""
    if not coming.exception():
        coming.result().session.close()
