"""Running imports in steps, each in a transaction of its own.

The row of the import says what is to be done and how far it is done; a step moves its position in
the same transaction as the rows. So whatever ends a step in the middle, the next one begins where
the last one ended: no row is lost, none is taken twice. Two workers at one import take turns.

The caller commits at every turn; how rows are taken in is in stepping and overlapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select, update

from ... import clock
from ...database import without_write_lock
from ...extensions import db, is_postgresql
from ..bulk import uncollected
from ..models import MailingList
from . import comparing, overlapping, preparing, stepping, storing, undoing
from .comparing import Compared
from .models import Import, ImportState
from .rows import ColumnsUnknown, FileRefused, Report

COMPARED_AT_ONCE = 5000
SHOWN = 10  # rows of each kind that the difference shows


def work(import_id: int) -> Iterator[None]:
    """Do what an import waits for; commit at every turn. Ends when there is nothing left to do."""
    state = db.session.scalar(select(Import.state).where(Import.id == import_id))
    if state == ImportState.READING:
        yield from _read(import_id)
    elif state == ImportState.APPLYING:
        way = overlapping if is_postgresql() else stepping
        yield from way.apply(import_id)
    elif state == ImportState.UNDOING:
        yield from undoing.undo(import_id)


def _read(import_id: int) -> Iterator[None]:
    """Prepare the file and hold it against the tables. Nothing but the import’s own row changes."""
    one = db.session.get_one(Import, import_id)
    key, list_id, mapped = one.key, one.list_id, dict(one.mapped)
    db.session.rollback()  # nobody waits to write while the file is opened
    found = preparing.Survey()
    try:
        with storing.upload(key) as file:
            found = preparing.survey(file, mapped)
            for rows in preparing.prepare(file, storing.prepared_path(key), mapped):
                if not _note(import_id, rows=rows):
                    return
                yield
        yield from _compare(import_id, key, list_id)
    except ColumnsUnknown:
        _note(import_id, state=ImportState.ASKING, found=found.told())
    except (FileRefused, storing.NoLongerKept) as refused:
        _note(import_id, state=ImportState.REFUSED, trouble=refused.sentence)
    else:
        _note(import_id, state=ImportState.READY, position=0, found=found.told())
    yield


def _compare(import_id: int, key: str, list_id: int) -> Iterator[None]:
    report, prepared = Report(), storing.prepared(key)
    position, shown = 0, dict[str, int]()
    while lines := prepared.chunk(position, COMPARED_AT_ONCE):
        with uncollected(), without_write_lock(db.session()):
            compared = comparing.compare(lines, db.session.get_one(MailingList, list_id))
        comparing.count(compared, report)
        prepared.mark(_worth_noting(compared, shown))
        position = lines[-1].number
        if not _note(import_id, position=position, expected=report.counts()):
            return
        yield


def _worth_noting(
    compared: Sequence[Compared], shown: dict[str, int]
) -> list[tuple[str, str, int]]:
    """What the prepared file is to remember: rows that stay out, and some of each other kind."""
    noted = []
    for one in compared:
        shown[one.verdict] = shown.get(one.verdict, 0) + 1
        if not one.line.kind and (one.why or shown[one.verdict] <= SHOWN):
            noted.append((one.verdict, one.why, one.line.number))
    return noted


def _note(import_id: int, **columns: object) -> bool:
    """Write how the reading goes; False when somebody dropped the import meanwhile."""
    reading = (Import.id == import_id) & (Import.state == ImportState.READING)
    columns["stepped_at"] = clock.now()
    noted = db.session.execute(update(Import).where(reading).values(**columns))
    return bool(noted.rowcount)  # type: ignore[attr-defined]  # of a statement that changes rows
