"""Bringing a file: as an import that a worker takes in by steps, or at once when it is small."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import select

from ...database import without_write_lock
from ...extensions import db
from ...web import Visit
from ..consenting import NO_VISIT, Proof
from ..models import MailingList
from . import adding, applying, comparing, fetching, preparing, storing
from .fetching import Fetched
from .models import Import, ImportState
from .prepared import Prepared
from .rows import Report

CHUNK = 5000
UNFINISHED = (ImportState.READY, ImportState.APPLYING, ImportState.PAUSED)


def nothing() -> None:
    """What is done after a chunk when nobody watches."""


def bring(  # noqa: PLR0913 (who, what, where to)
    file: IO[bytes],
    name: str,
    mailing_list: MailingList,
    who: str,
    *,
    account_id: int | None = None,
    visit: Visit = NO_VISIT,
    asks: bool = False,
    mapped: Mapping[str, str] | None = None,
) -> Import:
    """Keep a file and add its import, which is to be read first. The caller commits."""
    kept = storing.keep(file, name)
    one = Import(
        mailing_list=mailing_list,
        account_id=account_id,
        who=who,
        network_address=visit.network_address,
        user_agent=visit.user_agent,
        key=kept.key,
        name=kept.name,
        sha256=kept.sha256,
        size=kept.size,
        asks=asks,
        mapped=dict(mapped or {}),
    )
    db.session.add(one)
    db.session.flush()
    return one


def begun_before(sha256: str, mailing_list: MailingList) -> Import | None:
    """The import of the same file into the same list that was not finished."""
    query = select(Import).where(
        Import.sha256 == sha256,
        Import.list_id == mailing_list.id,
        Import.state.in_(UNFINISHED),
        Import.applied_at.is_not(None),
    )
    return db.session.scalar(query.order_by(Import.id.desc()).limit(1))


@contextmanager
def prepared_aside(
    file: IO[bytes], mapped: Mapping[str, str] | None = None, watch: Callable[[], None] = nothing
) -> Iterator[Prepared]:
    """The judged rows of a file, kept only as long as they are looked at. Raises FileRefused."""
    with tempfile.TemporaryDirectory(prefix="masthead-import-") as folder:
        path = Path(folder) / storing.PREPARED
        for _ in preparing.prepare(file, path, mapped):
            watch()
        yield Prepared(path)


def rehearse(prepared: Prepared, mailing_list: MailingList) -> Report:
    """What taking prepared rows in would do; who stays out is noted in the prepared file."""
    report, position, list_id = Report(), 0, mailing_list.id
    while lines := prepared.chunk(position, CHUNK):
        with without_write_lock(db.session()):
            compared = comparing.compare(lines, db.session.get_one(MailingList, list_id))
        comparing.count(compared, report)
        prepared.mark((one.verdict, one.why, one.line.number) for one in compared if one.why)
        position = lines[-1].number
    return report


def take_at_once(file: IO[bytes], mailing_list: MailingList, proof: Proof) -> Report:
    """Take a small file in, all or nothing: the caller commits, or rolls back.

    ``proof`` names the file and who brings it. Raises FileRefused.
    """
    report, position = Report(), 0
    with prepared_aside(file) as prepared:
        while lines := prepared.chunk(position, CHUNK):
            compared = comparing.compare(lines, mailing_list)
            comparing.count(compared, report)
            rows = Fetched(position, compared, fetching.signatures(compared, proof))
            applying.take(rows, adding.add_people(compared), mailing_list.id, proof)
            prepared.mark((one.verdict, one.why, one.line.number) for one in compared if one.why)
            position = rows.last
        report.refusals = list(prepared.refusals())
    return report
