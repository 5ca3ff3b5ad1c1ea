"""Carrying subscribers in and out: a file taken into a list, and a list given as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..accounts.models import Account
from ..database import without_write_lock
from ..extensions import db
from ..subscriptions import exporting, importing
from ..subscriptions.consenting import Proof
from ..subscriptions.importing import Report
from ..subscriptions.models import MailingList
from ..web import Visit


def proof_of(path: Path, account: Account, visit: Visit) -> Proof:
    """What the consent record says of everyone in a file that ``account`` brings."""
    return Proof(f"import, {account.email}", visit=visit, evidence=path.name)


def rehearse(path: Path, mailing_list: MailingList, proof: Proof) -> Report:
    """What taking the file in would do; nothing is changed. Raises FileRefused."""
    with without_write_lock(db.session()), path.open("rb") as file:
        return importing.run(file, mailing_list, proof, apply=False)


def take_in(path: Path, mailing_list: MailingList, proof: Proof) -> Report:
    """Take the file in, all or nothing; the caller commits, or rolls back. Raises FileRefused."""
    with path.open("rb") as file:
        return importing.run(file, mailing_list, proof)


def give_out(list_id: int, *, everybody: bool) -> Iterator[str]:
    """The lines of a list's file; however slowly they are fetched, nobody waits to write."""
    with without_write_lock(db.session()):
        mailing_list = db.session.get_one(MailingList, list_id)
        yield from exporting.export(mailing_list, everybody=everybody)
