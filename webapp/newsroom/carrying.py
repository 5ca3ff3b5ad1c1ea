"""Carrying subscribers in: a file taken into a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..extensions import db
from ..subscriptions.columns import guarded
from ..subscriptions.importing import bringing, jobs, storing, turning
from ..subscriptions.importing.models import Import
from ..subscriptions.importing.rows import Refusal
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.models import MailingList
from ..web import Visit


def bring(  # noqa: PLR0913 (who, what, where to)
    file: IO[bytes],
    name: str,
    mailing_list: MailingList,
    account: Account,
    visit: Visit,
    *,
    asks: bool,
) -> Import:
    """Keep a file, to be read by the worker; nothing of it is taken in yet."""
    one = bringing.bring(
        file, name, mailing_list, account.email, account_id=account.id, visit=visit, asks=asks
    )
    jobs.work_on.later(import_id=one.id)
    return one


def imports_of(account: Account, list_id: int | None = None) -> Select[Import]:
    """The imports into the lists an account may manage, or into one of them, newest first."""
    query = select(Import).where(is_kept_by(account, Import.list_id))
    if list_id is not None:
        query = query.where(Import.list_id == list_id)
    return query.options(joinedload(Import.mailing_list)).order_by(Import.id.desc())


def import_of(account: Account, import_id: int) -> Import:
    """An import into a list an account may manage; 404 when there is none."""
    found: Import = db.first_or_404(imports_of(account).where(Import.id == import_id))
    return found


def turn(one: Import, act: str, account: Account) -> None:
    """Apply, pause or undo an import, by its worker. Raises NotNow."""
    if act == "pause":
        turning.pause(one)
        return
    if act == "undo":
        turning.undo(one, account.email)
    else:
        turning.apply(one)
    jobs.work_on.later(import_id=one.id)


def name_columns(one: Import, chosen: dict[str, str]) -> None:
    """Have a file read anew, with what somebody says its columns hold. Raises NotNow."""
    turning.name_columns(one, chosen)
    jobs.work_on.later(import_id=one.id)


def give_refused(one: Import) -> Iterator[str]:
    """The rows that are not taken, as CSV with line and reason. Raises NoLongerKept."""
    return _lines_of_refused(storing.prepared(one.key).refusals())


def _lines_of_refused(refusals: Iterator[Refusal]) -> Iterator[str]:
    yield _line("file", "line", "written there", "kind", "reason")
    for one in refusals:
        yield _line(one.file, str(one.line), one.typed, one.kind, one.reason)


def _line(*cells: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue()
