"""Running imports in steps, each in a transaction of its own that the caller commits.

The row of the import says what is to be done and how far it is done; a step moves its position in
the same transaction as the rows. So whatever ends a step in the middle, the next one begins where
the last one ended: no row is lost, none is taken twice. Two workers at one import take turns.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import select, update

from ... import clock
from ...database import without_write_lock
from ...extensions import db
from ...web import Visit
from ..bulk import make_room
from ..consenting import Proof
from ..models import MailingList
from . import applying, asking, comparing, preparing, storing, undoing
from .comparing import Compared
from .models import Import, ImportState
from .prepared import Line
from .rows import ColumnsUnknown, FileRefused, Report

STEP = 5000  # rows; on a small machine a tenth of a second in which others wait to write
ASKING_STEP = 50  # rows, when a mail is written for each
COMPARED_AT_ONCE = 5000
SHOWN = 10  # rows of each kind that the difference shows
NOT_LIVE = "The list is closed or was not launched yet, so nobody can join it."


def work(import_id: int) -> Iterator[None]:
    """Do what an import waits for; commit at every turn. Ends when there is nothing left to do."""
    state = db.session.scalar(select(Import.state).where(Import.id == import_id))
    if state == ImportState.READING:
        yield from _read(import_id)
    elif state == ImportState.APPLYING:
        yield from _apply(import_id)
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


def _apply(import_id: int) -> Iterator[None]:
    lines: list[Line] = []
    with ThreadPoolExecutor(1, thread_name_prefix="import") as beside:
        while (one := held(import_id)) and one.state == ImportState.APPLYING:
            if not one.mailing_list.is_live:
                one.turn(ImportState.PAUSED, NOT_LIVE)
            elif not lines or lines[0].number != one.position + 1:
                position, read = one.position, _reader(one)
                db.session.rollback()  # nobody waits for the file
                lines = read(position)
                if lines:
                    continue
                one.turn(ImportState.DONE)
            else:
                coming = beside.submit(_reader(one), lines[-1].number)
                step(one, lines)
                yield
                lines = coming.result()
                continue
            yield


def _reader(one: Import) -> Callable[[int], list[Line]]:
    """What reads the lines of a step behind a position; in any thread."""
    file, most = storing.prepared(one.key), ASKING_STEP if one.asks else STEP
    return lambda position: file.chunk(position, most)


def held(import_id: int) -> Import | None:
    """The import, locked until the transaction ends; whoever is at it is waited for."""
    query = select(Import).where(Import.id == import_id).with_for_update(of=Import)
    return db.session.scalar(query.execution_options(populate_existing=True))


def step(one: Import, lines: Sequence[Line]) -> None:
    """Take the next rows in, and move the import’s position behind them."""
    with uncollected():
        make_room()
        _step(one, lines)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: thousands of rows are made and none of them is any yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _step(one: Import, lines: Sequence[Line]) -> None:
    compared = comparing.compare(lines, one.mailing_list)
    taken = applying.take(compared, one.list_id, proof_of(one), one.id)
    if one.asks:
        asking.ask(taken, one.mailing_list)
    storing.prepared(one.key).mark(
        (row.verdict, row.why, row.line.number) for row in compared if _is_news(row)
    )
    one.done = comparing.count(compared, one.did).counts()
    one.position, one.stepped_at = lines[-1].number, clock.now()


def _is_news(row: Compared) -> bool:
    """Whether the prepared file must learn what became of a row."""
    known = row.line.kind or row.line.verdict
    return row.verdict != known and bool(row.why or known)


def proof_of(one: Import) -> Proof:
    """What the consent record says of everyone the import brings."""
    visit = Visit(one.network_address, one.user_agent)
    return Proof(f"import, {one.who}", visit=visit, evidence=one.name)
