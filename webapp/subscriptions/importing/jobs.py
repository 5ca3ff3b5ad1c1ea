"""The jobs of imports: triggers only, the tables say what is to be done."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from ... import clock, jobs
from ...extensions import db
from . import running, storing, tidying
from .models import UNAPPLIED, Import, ImportState, worked_on

QUIET_FOR = dt.timedelta(seconds=30)  # without a step: whoever was at it is gone
FORGOTTEN_AFTER = dt.timedelta(days=7)  # an import that nobody applied
FILES_KEPT = dt.timedelta(days=30)  # after it was done or undone


@jobs.job()
def work_on(import_id: int) -> None:
    """Do what an import waits for, unless this process is at it already."""
    with jobs.alone("import", import_id) as is_free:
        for _ in running.work(import_id) if is_free else ():
            db.session.commit()
            if jobs.stopping.is_set():
                break
    grown = select(Import).where(
        Import.id == import_id, Import.state == ImportState.DONE, Import.rows >= tidying.MANY
    )
    if db.session.scalar(grown):
        tidy.later()
    db.session.commit()


@jobs.job()
def tidy() -> None:
    """Have the database plan for the tables as an import left them."""
    tidying.tidy()


@jobs.job(every=dt.timedelta(minutes=1))
def restart_imports() -> None:
    """Trigger every import whose worker died, or whose job was lost."""
    quiet = Import.stepped_at <= clock.now() - QUIET_FOR
    for one in db.session.scalars(worked_on().where(quiet)).all():
        work_on.later(import_id=one.id)
    db.session.commit()


@jobs.job(every=dt.timedelta(hours=1))
def forget_files() -> None:
    """Remove files of imports that nobody needs any more; they name people."""
    now = clock.now()
    stale = Import.state.in_(UNAPPLIED) & (Import.created_at <= now - FORGOTTEN_AFTER)
    for one in db.session.scalars(select(Import).where(stale)).all():
        storing.forget(one.key)
        db.session.delete(one)
    over = (Import.state.in_((ImportState.DONE, ImportState.UNDONE))) & Import.finished_at.between(
        now - 2 * FILES_KEPT, now - FILES_KEPT
    )
    for one in db.session.scalars(select(Import).where(over)).all():
        storing.forget(one.key)
    db.session.commit()
