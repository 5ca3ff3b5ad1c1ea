"""Chaining: entries take their place in the one order of the consent record.

Entries wait in the session and are written as it commits. So the head of the chain, which every
writer has to hold, is the last lock a transaction takes and is held for a moment only: whatever
else a transaction locks, and in which order, no two can wait for each other here. SQLite lets one
write at a time anyway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, delete, event, or_, select, update
from sqlalchemy.orm import Session, SessionTransaction

from ..database import insert_into
from ..extensions import db
from ..loading import add_rows, as_stored
from .hashing import sealed
from .models import Consent, ConsentDetails, ConsentHead
from .sealing import GENESIS, Form, Shared, written
from .signing import Signatory

WAITING = "masthead.consents"  # where a session keeps what it will write
SAVEPOINTS = "masthead.consents.savepoints"  # and how much waited when each savepoint was made
THE_HEAD = 1


@dataclass(frozen=True)
class Batch:
    """Entries that differ in nothing but the person."""

    event: str
    at: dt.datetime
    source: str
    signatories: Sequence[Signatory]
    list_id: int | None = None
    reason: str = ""
    wording: str = ""
    wording_version: str = ""
    link: str = ""


@dataclass(frozen=True)
class Erasure:
    """That the details of every entry about a person go, those that wait included."""

    subscriber_id: int | None
    person: str  # see Consent.person: they may have been suppressed before they subscribed


def wait(what: Batch | Erasure) -> None:
    """Write entries, or erase details, when the current transaction commits."""
    db.session().info.setdefault(WAITING, []).append(what)


def append(connection: Connection, batches: Sequence[Batch]) -> None:
    """Write entries at the end of the chain, which is held until the transaction ends."""
    head = _hold_head(connection)
    chain = _Chain(head.number, head.hash, connection)
    add_rows(connection, Consent, chain.entries(batches))
    add_rows(connection, ConsentDetails, chain.details)
    # A head that another hand wrote is carried on as what it is, and verifying tells.
    is_ours = head.seal == seal_of(head.number, head.hash)
    seal = seal_of(chain.number, chain.hash) if is_ours else head.seal
    now = {"number": chain.number, "hash": chain.hash, "seal": seal}
    connection.execute(update(ConsentHead).where(ConsentHead.id == THE_HEAD).values(now))


def seal_of(number: int, hash_: str) -> str:
    """The seal of a head that this instance wrote."""
    return sealed(f"{number} {hash_}")


class _Chain:
    """Entries and details as rows of their tables, in the order of the columns.

    The details are there once the entries were gone through.
    """

    def __init__(self, number: int, hash_: str, connection: Connection) -> None:
        self.number, self.hash = number, hash_
        self.details: list[tuple[Any, ...]] = []
        self._stored = as_stored(connection.dialect)

    def entries(self, batches: Sequence[Batch]) -> Iterator[tuple[Any, ...]]:
        """The entries of batches, one after the other."""
        for batch in batches:
            yield from self._of(batch)

    def _of(self, batch: Batch) -> Iterator[tuple[Any, ...]]:
        words = (batch.source, batch.reason, batch.wording, batch.wording_version, batch.link)
        form = Form.of(Shared(batch.list_id, batch.event, written(batch.at), *words))
        shared = (batch.event, self._stored(batch.at), *words)
        for subscriber, (person, details, theirs) in batch.signatories:
            self.number += 1
            if details:
                self.details.append((self.number, *details))
            self.hash = form.hash_of(self.number, subscriber, person, theirs, self.hash)
            yield (self.number, subscriber, batch.list_id, person, *shared, theirs, self.hash)


def _hold_head(connection: Connection) -> Any:
    """The head, locked; the first writer of all makes it."""
    head = (ConsentHead.number, ConsentHead.hash, ConsentHead.seal)
    held = select(*head).with_for_update()
    if (found := connection.execute(held).first()) is not None:
        return found
    first = {"id": THE_HEAD, "number": 0, "hash": GENESIS, "seal": seal_of(0, GENESIS)}
    made = insert_into(ConsentHead, connection.dialect).values(first).on_conflict_do_nothing()
    return connection.execute(made.returning(*head)).first() or connection.execute(held).one()


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Write what waits, after everything else the transaction does."""
    if session.in_nested_transaction() or not (waiting := session.info.pop(WAITING, [])):
        return
    session.flush()
    connection = session.connection()
    if batches := [one for one in waiting if isinstance(one, Batch)]:
        append(connection, batches)
    for one in waiting:
        if isinstance(one, Erasure):
            _erase(connection, one)


def _erase(connection: Connection, erasure: Erasure) -> None:
    alone = Consent.subscriber_id.is_(None) & (Consent.person == erasure.person)
    about = or_(Consent.subscriber_id == erasure.subscriber_id, alone)
    theirs = select(Consent.id).where(about)
    connection.execute(delete(ConsentDetails).where(ConsentDetails.consent_id.in_(theirs)))


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    """Note how much waits as a savepoint is made."""
    if transaction.nested:
        savepoints = session.info.setdefault(SAVEPOINTS, WeakKeyDictionary())
        savepoints[transaction] = len(session.info.get(WAITING, ()))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Forget what came since the savepoint, or since the beginning, that is gone back to."""
    while (
        transaction.parent and not transaction.nested
    ):  # a flush that failed undoes what is around
        transaction = transaction.parent
    stays = session.info[SAVEPOINTS][transaction] if transaction.nested else 0
    del session.info.get(WAITING, [])[stays:]
