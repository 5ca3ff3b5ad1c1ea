"""The jobs of actions: triggers only, the tables say what is to be done."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import case, exists, select

from ... import clock, jobs
from ...extensions import db
from . import gathering, running
from .models import UNDO_FOR, Action, ActionEntry, ActionState, worked_on

QUIET_FOR = dt.timedelta(seconds=30)  # without a step: whoever was at it is gone
LOOKED_FOR = dt.timedelta(minutes=2)  # the same at gathering, which begins with one long look
FORGOTTEN_AFTER = dt.timedelta(days=7)  # an action that nobody applied
OVER = (ActionState.DONE, ActionState.UNDONE)


@jobs.job()
def work_on(action_id: int) -> None:
    """Do what an action waits for, unless this process is at it already."""
    with jobs.alone("action", action_id) as is_free:
        for _ in running.work(action_id) if is_free else ():
            db.session.commit()
            if jobs.stopping.is_set():
                break


@jobs.job(every=dt.timedelta(minutes=1))
def restart_actions() -> None:
    """Trigger every action whose worker died, or whose job was lost."""
    now, is_looking = clock.now(), Action.state == ActionState.GATHERING
    quiet = Action.stepped_at <= case((is_looking, now - LOOKED_FOR), else_=now - QUIET_FOR)
    for one in db.session.scalars(worked_on().where(quiet)).all():
        work_on.later(action_id=one.id)
    db.session.commit()


@jobs.job(every=dt.timedelta(hours=1))
def forget_people() -> None:
    """Forget the people of actions that nobody applied, or that cannot be taken back any more."""
    now = clock.now()
    stale = (Action.state == ActionState.READY) & (Action.created_at <= now - FORGOTTEN_AFTER)
    for one in db.session.scalars(select(Action).where(stale)).all():
        one.turn(ActionState.DROPPED)
        work_on.later(action_id=one.id)
    db.session.commit()
    kept = exists().where(ActionEntry.action_id == Action.id)
    over = (Action.state.in_(OVER)) & (Action.finished_at <= now - UNDO_FOR) & kept
    for action_id in db.session.scalars(select(Action.id).where(over)).all():
        for _ in gathering.forget_entries(action_id):
            db.session.commit()
    db.session.commit()
