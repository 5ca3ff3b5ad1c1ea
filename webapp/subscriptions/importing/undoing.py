"""Undoing an import, in steps: what it did is taken back, unless the person did something since.

Nothing of the consent record goes: subscriptions end, and the record says why. An address that
nobody knew before, and that nothing else has touched since, is erased as its owner could have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, exists, select, update

from ... import clock
from ...accounts.models import Account
from ...among import is_among
from ...extensions import db
from .. import consenting
from ..bulk import INTEGER, TEXT, rows_as_table
from ..consenting import Proof
from ..forgetting import renamed
from ..hashing import hashed
from ..locking import OPEN
from ..models import Consent, ConsentEvent, Ended, Subscriber, Subscription
from . import filling
from .models import Did, Import, ImportEntry, ImportState

STEP = 2000  # entries
BY_THEMSELVES = (ConsentEvent.ASKED, ConsentEvent.CONFIRMED, ConsentEvent.ADDED)
WAITS_AGAIN = "import undone, waits for confirmation"

Touch = Callable[[], ColumnElement[bool]]
TOUCHES: list[Touch] = []


def touches(condition: Touch) -> Touch:
    """Register what else may have touched a Subscriber, so that its address is not erased."""
    TOUCHES.append(condition)
    return condition


def undo(import_id: int) -> Iterator[None]:
    """Take an import back from its last row to its first; commit at every turn."""
    while (one := _held(import_id)) and one.state == ImportState.UNDOING:
        entries = _entries_before(one)
        if entries:
            _step(one, entries)
        else:
            one.turn(ImportState.UNDONE)
        yield


def _held(import_id: int) -> Import | None:
    query = select(Import).where(Import.id == import_id).with_for_update(of=Import)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _entries_before(one: Import) -> Sequence[ImportEntry]:
    query = select(ImportEntry).where(
        ImportEntry.import_id == one.id, ImportEntry.number <= one.position
    )
    return db.session.scalars(query.order_by(ImportEntry.number.desc()).limit(STEP)).all()


def _step(one: Import, entries: Sequence[ImportEntry]) -> None:
    """Take back what these entries say, and move the position before them."""
    untouched = _untouched(one, [entry.subscription_id for entry in entries])
    ended = [e for e in entries if e.did == Did.JOINED and e.subscription_id in untouched]
    waiting = [e for e in entries if e.did == Did.CONFIRMED and e.subscription_id in untouched]
    _end(one, ended)
    _unconfirm(one, waiting)
    _unprove([e for e in ended + waiting if e.is_proven])
    unnamed = _unname([e for e in entries if e.name])
    erased = _erase(one, [e for e in ended if e.is_new])
    emptied = filling.take_back(entries)
    counts = {"ended": len(ended), "waiting": len(waiting), "unnamed": unnamed, "erased": erased}
    counts["emptied"] = emptied
    standing = sum(e.did in {Did.JOINED, Did.CONFIRMED} for e in entries)
    counts["stayed"] = standing - len(ended) - len(waiting)
    one.undone = dict(Counter(one.undone) + Counter(counts))
    one.position, one.stepped_at = entries[-1].number - 1, clock.now()


def _untouched(one: Import, subscription_ids: Sequence[int]) -> set[int]:
    """Those still open, whose person did nothing about the list since; locked, in their order."""
    since = one.applied_at or one.created_at
    spoke = exists().where(
        Consent.subscriber_id == Subscription.subscriber_id,
        Consent.list_id == Subscription.list_id,
        Consent.event.in_(BY_THEMSELVES),
        Consent.at >= since,
    )
    query = (
        select(Subscription.id)
        .where(is_among(Subscription.id, subscription_ids), OPEN, ~spoke)
        .order_by(Subscription.id)
        .with_for_update(of=Subscription)
    )
    return set(db.session.scalars(query))


def _end(one: Import, entries: list[ImportEntry]) -> None:
    if entries:
        theirs = is_among(Subscription.id, (e.subscription_id for e in entries))
        ends = {"ended_at": clock.now(), "ended_reason": Ended.UNDONE}
        _change(update(Subscription).where(theirs).values(ends))
        _record(one, entries, Ended.UNDONE)


def _unconfirm(one: Import, entries: list[ImportEntry]) -> None:
    if entries:
        theirs = is_among(Subscription.id, (e.subscription_id for e in entries))
        _change(update(Subscription).where(theirs).values(confirmed_at=None))
        _record(one, entries, WAITS_AGAIN)


def _record(one: Import, entries: list[ImportEntry], reason: str) -> None:
    theirs = is_among(Subscriber.id, (e.subscriber_id for e in entries))
    people = db.session.execute(select(Subscriber.id, Subscriber.email).where(theirs))
    proof = Proof(_source(one), evidence=one.name)
    signatories = [proof.signed_by(number, email) for number, email in people]
    consenting.record_many(
        signatories, ConsentEvent.ENDED, proof, list_id=one.list_id, reason=reason
    )


def _source(one: Import) -> str:
    return f"import undone, {one.undone_by}"


def _unprove(entries: list[ImportEntry]) -> None:
    """The address proved itself by this import alone, unless another list has it confirmed."""
    if entries:
        elsewhere = exists().where(
            Subscription.subscriber_id == Subscriber.id,
            OPEN,
            Subscription.confirmed_at.is_not(None),
        )
        theirs = is_among(Subscriber.id, (e.subscriber_id for e in entries))
        _change(update(Subscriber).where(theirs, ~elsewhere).values(confirmed_at=None))


def _unname(entries: list[ImportEntry]) -> int:
    """Take names back that are still those the import gave."""
    given = {e.subscriber_id: e.name for e in entries}
    if not given:
        return 0
    found = select(Subscriber.id, Subscriber.name).where(is_among(Subscriber.id, given))
    same = [id_ for id_, name in db.session.execute(found) if hashed(name) == given[id_]]
    if same:
        _change(update(Subscriber).where(is_among(Subscriber.id, same)).values(name=""))
    return len(same)


def _erase(one: Import, entries: list[ImportEntry]) -> int:
    """Put the hash in place of addresses that came by this import and that nothing else knows."""
    if not entries:
        return 0
    theirs = exists().where(
        Subscription.subscriber_id == Subscriber.id,
        ~is_among(Subscription.id, (e.subscription_id for e in entries)),
    )
    has_account = exists().where(Account.email == Subscriber.email)
    touched = [theirs, has_account, *(condition() for condition in TOUCHES)]
    query = select(Subscriber.id, Subscriber.email).where(
        is_among(Subscriber.id, (e.subscriber_id for e in entries)), *(~one for one in touched)
    )
    rows = renamed([(number, email) for number, email in db.session.execute(query)])
    if rows:
        _overwrite(rows)
        consenting.record_many_erased(rows, _source(one))
    return len(rows)


def _overwrite(rows: list[tuple[int, str]]) -> None:
    brought = rows_as_table("brought", {"id": INTEGER, "email": TEXT}, rows)
    gone = update(Subscriber).where(Subscriber.id == brought.c.id)
    version = Subscriber.link_version + 1
    _change(gone.values(email=brought.c.email, name="", attributes={}, link_version=version))


def _change(statement: object) -> None:
    """Run it below the objects of the session; they are read afresh by whoever needs them."""
    db.session.connection().execute(statement)  # type: ignore[call-overload]
