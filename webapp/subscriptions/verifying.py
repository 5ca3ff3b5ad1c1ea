"""Verifying: the consent record is read from its first entry to its head, and every hash made anew.

What it finds: an entry that was changed, removed or put in between; details that were changed, or
removed without an erasure in the record; a head that does not name the last entry, or that this
instance did not write. What it cannot find by itself: somebody with the key of the instance who
writes the whole record anew, or an old backup put in its place. Against those stands an anchor, a
head that was noted elsewhere: every proof given out names one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import select

from ..database import without_write_lock
from ..extensions import db, is_postgresql
from ..outcomes import Outcome
from .bulk import uncollected
from .chaining import seal_of
from .excusing import excused
from .models import Consent, ConsentDetails, ConsentHead
from .sealing import GENESIS, Details, Entry, written

STEP = 5000  # entries in memory at a time
# In the order in which a hash names them.
ENTRY = (
    *(Consent.id, Consent.subscriber_id, Consent.list_id, Consent.person, Consent.event),
    *(Consent.at, Consent.source, Consent.reason, Consent.wording, Consent.wording_version),
    *(Consent.link, Consent.details_hash),
)
DETAILS = (
    *(ConsentDetails.salt, ConsentDetails.address, ConsentDetails.evidence),
    *(ConsentDetails.network_address, ConsentDetails.user_agent),
)


class RecordBroken(Outcome):
    """The consent record is not what was written."""

    title = "The consent record is broken"


class Anchor(NamedTuple):
    """A head of the chain: so many entries, the last of which has this hash."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def verify(anchor: Anchor | None = None) -> Iterator[Anchor]:
    """Go through the record, yielding where it stands after every step; the last one is its head.

    ``anchor`` is a head noted earlier, which the chain must still pass through. Raises
    RecordBroken with the first thing that is wrong.
    """
    with _standing_still():
        yield from _walk(anchor)


@contextmanager
def _standing_still() -> Iterator[None]:
    """See the record as it is now, whatever is added meanwhile."""
    with without_write_lock(db.session()):
        if is_postgresql():
            still = {"isolation_level": "REPEATABLE READ", "at_length": True}
            db.session.connection(execution_options=still)
        yield


def _walk(anchor: Anchor | None) -> Iterator[Anchor]:
    at = Anchor(0, GENESIS)
    _compare(anchor, at)
    for number, (row, is_excused) in enumerate(_rows(), 1):
        at = Anchor(number, _checked(number, row, at.hash, is_excused=is_excused))
        _compare(anchor, at)
        if number % STEP == 0:
            yield at
    _check_head(at)
    if anchor and anchor.number > at.number:
        raise RecordBroken(f"The record had {anchor.number:,} entries once, and has {at.number:,}.")
    yield at


def _rows() -> Iterator[tuple[Any, bool]]:
    """Entries beside their details, oldest first, and whether these may be gone; by steps."""
    connection = db.session.connection()  # rows without objects: there may be millions
    query = (
        select(*ENTRY, Consent.hash, ConsentDetails.consent_id, *DETAILS)
        .outerjoin_from(Consent, ConsentDetails, ConsentDetails.consent_id == Consent.id)
        .order_by(Consent.id)
        .limit(STEP)
    )
    asked = query
    while True:
        with uncollected():
            rows = connection.execute(asked).all()
        if not rows:
            return
        erased = excused([row for row in rows if row.consent_id is None and row.details_hash])
        for row in rows:
            yield row, row.id in erased
        asked = query.where(Consent.id > rows[-1].id)


def _checked(number: int, row: Any, previous: str, *, is_excused: bool) -> str:
    """The hash of an entry that is as it was written."""
    if row.id != number:
        raise RecordBroken(f"Entry {number:,} is missing; the next one there is {row.id:,}.")
    if _entry(row).hash_after(previous) != row.hash:
        raise RecordBroken(f"Entry {number:,} is not as it was written, or one before it is gone.")
    _check_details(row, is_excused=is_excused)
    return str(row.hash)


def _entry(row: Any) -> Entry:
    """Read by place: to ask a row for a column by its name costs as much as a hash."""
    number, subscriber, list_, person, event, at, *others = row[: len(ENTRY)]
    return Entry(number, subscriber, list_, person, event, written(at), *others)


def _check_details(row: Any, *, is_excused: bool) -> None:
    if row.consent_id is None:
        if row.details_hash and not is_excused:
            raise RecordBroken(f"The details of entry {row.id:,} are gone, and no erasure says so.")
    elif Details(*row[-len(DETAILS) :]).hash != row.details_hash:
        raise RecordBroken(f"The details of entry {row.id:,} are not as they were written.")


def _check_head(last: Anchor) -> None:
    head = db.session.execute(
        select(ConsentHead.number, ConsentHead.hash, ConsentHead.seal)
    ).first()
    if head is None:
        if last.number:
            raise RecordBroken("The head of the record is gone.")
        return
    if (head.number, head.hash) != (last.number, last.hash):
        raise RecordBroken(
            f"Entry {last.number + 1:,} is missing: the head of the record names {head.number:,} "
            f"entries, and there are {last.number:,}."
        )
    if head.seal != seal_of(head.number, head.hash):
        raise RecordBroken(
            "The head of the record was not written by this instance, or its address key changed."
        )


def _compare(anchor: Anchor | None, at: Anchor) -> None:
    if anchor and anchor.number == at.number and anchor.hash != at.hash:
        raise RecordBroken(
            f"Entry {at.number:,} is not the one that was noted; the record was written anew."
        )
