"""Importing: many people from a file, nobody twice, and nobody who left or must not be mailed.

A row with ``confirmed_at`` brings its own proof and is mailable at once; one without is written
down as asked for, and gets nothing until the person confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from sqlalchemy import bindparam, insert, select, update

from .. import clock
from ..extensions import db
from . import adding
from .consenting import Proof
from .matching import NOBODY, Person, known_people, suppressed_among
from .models import Consent, ConsentEvent, MailingList, Subscriber, Subscription
from .parsing import Refusal, Row, parse

CHUNK = 2000  # rows looked up and written with a handful of statements
LEFT = "This person left; only they can join again."
SUPPRESSED = "This address must not be mailed."


@dataclass
class Report:
    """What an import did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    unsubscribed: int = 0
    suppressed: int = 0
    invalid: int = 0
    repeated: int = 0
    without_proof: int = 0  # of the new ones
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many people the file names; every one is in exactly one count."""
        taken = self.new + self.changed + self.unchanged
        return taken + self.unsubscribed + self.suppressed + self.invalid + self.repeated

    def refuse(self, refusal: Refusal) -> None:
        """Count a row that is not taken, and keep its line and reason."""
        setattr(self, refusal.kind, getattr(self, refusal.kind) + 1)
        self.refusals.append(refusal)


def run(
    file: IO[bytes],
    mailing_list: MailingList,
    proof: Proof,
    *,
    apply: bool = True,
    watch: Callable[[], None] = lambda: None,
) -> Report:
    """Take a seekable file into a list, all or nothing: the caller commits, or rolls back.

    ``proof`` names the file and who imports it; ``watch`` is called after every chunk. With
    ``apply`` false nothing is written and the report says what would be. Raises FileRefused.
    """
    report, seen = Report(), set[str]()
    parsed = parse(file)
    while chunk := list(islice(parsed, CHUNK)):
        rows = list(_first_of_each(chunk, seen, report))
        sorting = _Sorting(mailing_list, rows, report)
        if apply:
            _write(mailing_list, sorting, proof)
        watch()
    return report


def _first_of_each(chunk: Iterable[Row | Refusal], seen: set[str], report: Report) -> Iterator[Row]:
    for row in chunk:
        if isinstance(row, Refusal):
            report.refuse(row)
        elif row.email in seen:
            twice = "The same address stands on an earlier line."
            report.refuse(Refusal(row.line, row.email, "repeated", twice))
        else:
            seen.add(row.email)
            yield row


class _Sorting:
    """A chunk of rows held against what is in the tables."""

    def __init__(self, mailing_list: MailingList, rows: list[Row], report: Report) -> None:
        self.new: list[Row] = []
        self.proven: list[tuple[Row, Person]] = []  # waiting until now
        self.named: list[tuple[Row, Person]] = []  # nameless until now
        self.report = report
        emails = [row.email for row in rows]
        known, suppressed = known_people(emails, mailing_list), suppressed_among(emails)
        for row in rows:
            person = known.get(row.email, NOBODY)
            if row.email in suppressed:
                report.refuse(Refusal(row.line, row.email, "suppressed", SUPPRESSED))
            elif person.has_left:
                report.refuse(Refusal(row.line, row.email, "unsubscribed", LEFT))
            else:
                self._take(row, person)

    def _take(self, row: Row, person: Person) -> None:
        gets_name = bool(person is not NOBODY and row.name and not person.name)
        if gets_name:
            self.named.append((row, person))
        if not person.subscription_id:
            self.new.append(row)
            self.report.new += 1
            self.report.without_proof += row.confirmed_at is None
        elif row.confirmed_at and person.waits:
            self.proven.append((row, person))
            self.report.changed += 1
        elif gets_name:
            self.report.changed += 1
        else:
            self.report.unchanged += 1


def _write(mailing_list: MailingList, sorting: _Sorting, proof: Proof) -> None:
    """Write a chunk: subscriptions before subscribers, as webapp.subscriptions.locking asks."""
    proven = [(row, p.subscriber_id, p.subscription_id) for row, p in sorting.proven]
    if proven:
        confirmed = [{"id": number, "confirmed_at": row.confirmed_at} for row, _, number in proven]
        db.session.execute(update(Subscription), confirmed)
    added = _add(mailing_list, sorting.new)
    _record(mailing_list, [*added, *((row, number) for row, number, _ in proven)], proof)
    if sorting.named:
        named = [{"id": p.subscriber_id, "name": row.name} for row, p in sorting.named]
        db.session.execute(update(Subscriber), named)


def _add(mailing_list: MailingList, rows: list[Row]) -> list[tuple[Row, int]]:
    """Add people and their subscriptions; who joined by another way meanwhile stays as they are."""
    if not rows:
        return []
    adding.add_subscribers([{"email": row.email, "name": row.name} for row in rows])
    emails = [row.email for row in rows]
    found = select(Subscriber.email, Subscriber.id).where(Subscriber.email.in_(emails))
    ids = {email: number for email, number in db.session.execute(found)}  # noqa: C416 (mypy)
    now = clock.now()
    added = adding.add_subscriptions(
        [
            {
                "subscriber_id": ids[row.email],
                "list_id": mailing_list.id,
                "source": "import",
                "asked_at": row.confirmed_at or now,
                "confirmed_at": row.confirmed_at,
            }
            for row in rows
        ]
    )
    return [(row, ids[row.email]) for row in rows if ids[row.email] in added]


def _record(mailing_list: MailingList, taken: list[tuple[Row, int]], proof: Proof) -> None:
    """Write the proof of each person, and that the address is one its owner reads."""
    if not taken:
        return
    entry = proof.entry(ConsentEvent.IMPORTED) | {"list_id": mailing_list.id}
    told = [(row, number, _evidence(row, proof)) for row, number in taken]
    consents = [entry | {"subscriber_id": number, "evidence": words} for _, number, words in told]
    db.session.execute(insert(Consent), consents)
    proven = [{"number": n, "at": row.confirmed_at} for row, n in taken if row.confirmed_at]
    if proven:
        unproven = (Subscriber.id == bindparam("number")) & Subscriber.confirmed_at.is_(None)
        statement = update(Subscriber).where(unproven).values(confirmed_at=bindparam("at"))
        db.session.connection().execute(statement, proven)


def _evidence(row: Row, proof: Proof) -> str:
    said = f"confirmed at {row.confirmed_at.isoformat()}" if row.confirmed_at else "without proof"
    return f"{proof.evidence}, line {row.line}: {said}"
