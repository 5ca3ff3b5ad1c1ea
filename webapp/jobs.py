"""Jobs: work done after the answer, by `masthead worker`.

A job is only a trigger. The tables hold the truth, so a job that is lost is made good by the next
sweep, and one that runs twice finds nothing left to do.
"""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .extensions import db
from .logs import log

JOBS: dict[str, Job] = {}
ASKED = "masthead.jobs"  # where a session keeps what it will trigger
_at_work: set[tuple[str, int]] = set()
_lock = threading.Lock()
# Set when the worker is told to end: a long job then ends at the next good moment.
stopping = threading.Event()


class Job:
    """A named piece of work. ``later`` asks for it once the current transaction is committed."""

    def __init__(self, work: Callable[..., None], every: dt.timedelta | None) -> None:
        self.work = work
        self.every = every
        self.name = f"{work.__module__}.{work.__qualname__}"
        functools.update_wrapper(self, work)

    def __call__(self, **arguments: Any) -> None:
        """Do the work here and now, in the current application context."""
        self.work(**arguments)

    def later(self, **arguments: Any) -> None:
        """Trigger the work after the commit of the current transaction; no commit, no job."""
        queue = current_app.extensions["masthead.tasks"][self.name]
        asked = db.session().info.setdefault(ASKED, [])
        asked.append(functools.partial(self._trigger, queue, arguments))

    def _trigger(self, queue: Callable[..., object], arguments: dict[str, Any]) -> None:
        try:
            queue(**arguments)
        except Exception as problem:  # noqa: BLE001 (what was committed must not look failed)
            log.warning("job not triggered, the sweep will do it", job=self.name, why=repr(problem))


@event.listens_for(Session, "after_commit")
def _trigger_asked(session: Session) -> None:
    """Trigger what was asked for, once the whole transaction is committed, not a part of it."""
    if not session.in_nested_transaction():
        for trigger in session.info.pop(ASKED, ()):
            trigger()


@event.listens_for(Session, "after_rollback")
def _forget_asked(session: Session) -> None:
    """Forget what was asked for in a transaction that is undone."""
    if not session.in_nested_transaction():
        session.info.pop(ASKED, None)


def job(*, every: dt.timedelta | None = None) -> Callable[[Callable[..., None]], Job]:
    """Register a function as a job; with ``every``, whole minutes, it also runs by itself."""

    def register(work: Callable[..., None]) -> Job:
        made = Job(work, every)
        JOBS[made.name] = made
        return made

    return register


@contextmanager
def alone(work: str, number: int) -> Iterator[bool]:
    """Whether this process is not at this piece of work already; until the end it is."""
    with _lock:
        is_free = (work, number) not in _at_work
        _at_work.add((work, number))
    try:
        yield is_free
    finally:
        if is_free:
            _at_work.discard((work, number))


def init_app(app: Flask) -> None:
    """Open the queue and register every job with it."""
    queue = _open_queue(app)
    app.extensions["masthead.queue"] = queue
    app.extensions["masthead.tasks"] = {
        name: queue.task(name=name, retries=2, retry_delay=10)(_in_context(app, made))
        for name, made in JOBS.items()
    }
    for name, made in JOBS.items():
        if made.every is not None:
            minutes = f"*/{int(made.every.total_seconds()) // 60}"
            queue.periodic_task(crontab(minute=minutes), name=f"{name} by itself")(
                _in_context(app, made)
            )


def trigger_sweeps(app: Flask) -> None:
    """Trigger all that runs by itself: a new worker makes good at once what a dead one left."""
    for name, made in JOBS.items():
        if made.every is not None:
            app.extensions["masthead.tasks"][name]()


def _open_queue(app: Flask) -> Huey:
    url = app.config["QUEUE_URL"]
    if url.startswith("postgresql://"):
        return PostgresHuey("masthead", dsn=url, results=False)
    if url:
        return RedisHuey("masthead", url=url, results=False)
    path: Path = app.config["INSTANCE"] / "queue.sqlite"
    return SqliteHuey("masthead", filename=str(path), results=False, timeout=30)


def _in_context(app: Flask, made: Job) -> Callable[..., None]:
    """The job's work, in an application context of its own, with its failure in the log."""

    def run(**arguments: Any) -> None:
        with app.app_context():
            try:
                made(**arguments)
            except SQLAlchemyError:
                db.session.rollback()
                raise

    run.__name__ = made.name.replace(".", "_")
    return run
