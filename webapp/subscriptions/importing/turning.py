"""Turning an import: what a person may do with one, each from the states that allow it."""

from __future__ import annotations

from collections.abc import Mapping

from ... import clock
from ...extensions import db
from ...outcomes import Outcome
from . import storing
from .models import UNAPPLIED, Import, ImportState

BEGUN = (ImportState.APPLYING, ImportState.PAUSED, ImportState.DONE)


class NotNow(Outcome):
    """The import stands where this cannot be done, by another tab or a worker that was faster."""

    status = 409
    title = "The import went on meanwhile"
    sentence = "Look at where it stands now, and decide anew."


def name_columns(one: Import, mapped: Mapping[str, str]) -> None:
    """Read the file once more, some columns being what somebody says they are. Raises NotNow.

    What was said of others before stands.
    """
    _check(one, ImportState.ASKING, ImportState.READY, ImportState.REFUSED)
    one.mapped, one.expected, one.rows, one.position = {**one.mapped, **mapped}, {}, 0, 0
    one.turn(ImportState.READING)


def apply(one: Import) -> None:
    """Take the rows in, from the first or from where it was paused. Raises NotNow."""
    _check(one, ImportState.READY, ImportState.PAUSED, ImportState.APPLYING)
    one.applied_at = one.applied_at or clock.now()
    one.turn(ImportState.APPLYING)


def pause(one: Import) -> None:
    """Stop after the step at hand. Raises NotNow."""
    _check(one, ImportState.APPLYING)
    one.turn(ImportState.PAUSED)


def undo(one: Import, by: str) -> None:
    """Take back what was done. Raises NotNow."""
    _check(one, *BEGUN)
    one.undone_by = by
    one.turn(ImportState.UNDOING)


def drop(one: Import) -> None:
    """Forget an import that changed nothing. Raises NotNow."""
    _check(one, *UNAPPLIED)
    storing.forget(one.key)
    db.session.delete(one)


def _check(one: Import, *states: ImportState) -> None:
    """Hold the import until the transaction ends, and see that it stands where it may."""
    db.session.refresh(one, with_for_update={"of": Import})
    if one.state not in states:
        raise NotNow
