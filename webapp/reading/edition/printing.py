"""Printing: whatever changes what the public sees makes a new edition of the paper.

Models say by ``is_shown`` whether the public sees a row. A transaction that adds, changes or
removes such a row bumps the edition as its last statement, so that the number and the change are
seen together and the row of the number is locked no longer than the commit takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flask import current_app, has_app_context
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from ... import clock
from ...database import Base, insert_into
from ...extensions import db
from ..models import THE_EDITION, Edition

# Where a session keeps that the edition is due, and which one it printed.
DUE, PRINTED = "masthead.edition_due", "masthead.edition_printed"
# The extension of the app that is told of an edition by the process that committed it.
HEARS = "masthead.hears_of_edition"


class Printed(NamedTuple):
    """One edition. Its number and its moment together are never used twice."""

    number: int
    at: dt.datetime


NONE_YET = Printed(0, dt.datetime(1970, 1, 1, tzinfo=clock.UTC))


def bump() -> None:
    """Print a new edition when the current transaction commits.

    Only for what the session cannot see by itself, such as SQL written by hand.
    """
    db.session().info[DUE] = True


def newest(connection: Connection) -> Printed:
    """The edition of the database; number 0 before anything was published."""
    found = connection.execute(select(Edition.number, Edition.at)).first()
    return Printed(*found) if found else NONE_YET


@event.listens_for(Session, "before_flush")
def _see_rows(session: Session, *_: object) -> None:
    if any(row.is_shown() for row in _touched(session)):
        session.info[DUE] = True


def _touched(session: Session) -> Iterator[Base]:
    """Rows that the flush adds, removes or really changes."""
    yield from session.new
    yield from session.deleted
    yield from (row for row in session.dirty if session.is_modified(row))


@event.listens_for(Session, "do_orm_execute")
def _see_statement(state: ORMExecuteState) -> None:
    """A statement over many rows does not say which: of a model that is ever shown, it counts."""
    if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper:
        model = state.bind_mapper.class_
        if issubclass(model, Base) and model.is_shown is not Base.is_shown:
            state.session.info[DUE] = True


@event.listens_for(Session, "before_commit")
def _print(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.pop(DUE, False):
        session.info[PRINTED] = _next(session)


def _next(session: Session) -> Printed:
    """Count one more; the first edition makes the row."""
    now = clock.now()
    first = insert_into(Edition, session.get_bind().dialect)
    first = first.values(id=THE_EDITION, number=1, at=now)
    more = first.on_conflict_do_update(
        index_elements=[Edition.id], set_={"number": Edition.number + 1, "at": now}
    )
    return Printed(session.scalars(more.returning(Edition.number)).one(), now)


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    """The process that committed needs not ask the database."""
    printed = None if session.in_nested_transaction() else session.info.pop(PRINTED, None)
    if printed and has_app_context() and HEARS in current_app.extensions:
        current_app.extensions[HEARS](printed)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(DUE, None)
        session.info.pop(PRINTED, None)
