"""Turning an action: what a person may do with one, each from the states that allow it."""

from __future__ import annotations

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ...outcomes import Outcome
from .models import Action, ActionState


class ActionWentOn(Outcome):
    """The action stands where this cannot be done, by another tab or a worker that was faster."""

    status = 409
    title = "The change went on meanwhile"
    sentence = "Look at where it stands now, and decide anew."


class UndoTooLate(Outcome):
    """The days in which an action can be taken back are over."""

    status = 409
    title = "This can no longer be taken back"
    sentence = "A change can be taken back for seven days; make another one for these people."


def held(action_id: int) -> Action | None:
    """The action, locked until the transaction ends; whoever is at it is waited for."""
    query = select(Action).where(Action.id == action_id).with_for_update(of=Action)
    return db.session.scalar(query.execution_options(populate_existing=True))


def apply(one: Action) -> None:
    """Change the people, from the first or from where it was paused. Raises ActionWentOn."""
    _check(one, ActionState.READY, ActionState.PAUSED, ActionState.APPLYING)
    one.applied_at = one.applied_at or clock.now()
    one.turn(ActionState.APPLYING)


def pause(one: Action) -> None:
    """Stop after the step at hand. Raises ActionWentOn."""
    _check(one, ActionState.APPLYING)
    one.turn(ActionState.PAUSED)


def undo(one: Action, by: str, reason: str) -> None:
    """Take back what was done. Raises ActionWentOn, UndoTooLate."""
    _check(one, ActionState.APPLYING, ActionState.PAUSED, ActionState.DONE)
    if not one.may_undo:
        raise UndoTooLate
    one.undone_by, one.undo_reason = by, reason
    one.turn(ActionState.UNDOING)


def drop(one: Action) -> None:
    """Forget an action that changed nothing. Raises ActionWentOn."""
    _check(one, ActionState.GATHERING, ActionState.READY)
    one.turn(ActionState.DROPPED)


def _check(one: Action, *states: ActionState) -> None:
    """Hold the action until the transaction ends, and see that it stands where it may."""
    db.session.refresh(one, with_for_update={"of": Action})
    if one.state not in states:
        raise ActionWentOn
