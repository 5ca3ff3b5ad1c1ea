"""Comparing the rows of a file with the tables: what an import does, or would do, with each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..attributing import Attributes, lacking
from ..hashing import people_of
from ..matching import NOBODY, Person, known_people
from ..models import MailingList
from ..suppressing import suppressed_people
from .prepared import Line
from .rows import Report

LEFT = "This person left; only they can join again."
SUPPRESSED = "This address must not be mailed."


class Compared(NamedTuple):
    """A row, who of the tables it is, and the count of the report that it belongs to."""

    line: Line
    person: Person
    verdict: str
    why: str = ""
    given: Attributes | None = None  # those that the person lacks
    hash: str = ""  # of the address, see hashing.person_of

    @property
    def gets_name(self) -> bool:
        """Whether it gives a name to somebody who is known without one."""
        return bool(self.person.subscriber_id and self.line.name and not self.person.name)

    @property
    def brings_proof(self) -> bool:
        """Whether it confirms a subscription that waited."""
        return bool(self.line.confirmed_at and self.person.waits)

    @property
    def changes(self) -> bool:
        """Whether it brings anything for somebody who is on the list."""
        return self.gets_name or self.brings_proof or bool(self.given)


def compare(lines: Sequence[Line], mailing_list: MailingList) -> list[Compared]:
    """Each row with what is to be done with it. Nobody who left or is suppressed is taken."""
    emails = [line.email for line in lines if not line.kind]
    with_attributes = any(line.attributes for line in lines)
    known = known_people(emails, mailing_list, with_attributes=with_attributes)
    hashes = people_of(emails)
    suppressed = suppressed_people(hashes)
    return [
        Compared(line, NOBODY, line.kind, line.reason)
        if line.kind
        else Compared(line, NOBODY, "suppressed", SUPPRESSED)
        if line.email in suppressed
        else _judged(line, known.get(line.email, NOBODY), hashes[line.email])
        for line in lines
    ]


def look_again(compared: Sequence[Compared], mailing_list: MailingList) -> Sequence[Compared]:
    """The same, but who was to join and left since then stays out."""
    known = [one for one in compared if one.verdict == "new" and one.person.subscriber_id]
    if not known:
        return compared
    people = known_people([one.line.email for one in known], mailing_list)
    left = {email for email, person in people.items() if person.has_left}
    return [
        one._replace(verdict="unsubscribed", why=LEFT) if one.line.email in left else one
        for one in compared
    ]


def count(compared: Sequence[Compared], report: Report) -> Report:
    """Add rows to a report."""
    for verdict, number in Counter(one.verdict for one in compared).items():
        setattr(report, verdict, getattr(report, verdict) + number)
    report.without_proof += sum(
        one.verdict == "new" and not one.line.confirmed_at for one in compared
    )
    return report


def _judged(line: Line, person: Person, hash_: str) -> Compared:
    if person.has_left:
        return Compared(line, person, "unsubscribed", LEFT)
    given = lacking(person.attributes, json.loads(line.attributes)) if line.attributes else None
    if not person.subscription_id:
        return Compared(line, person, "new", "", given, hash_)
    found = Compared(line, person, "changed", "", given, hash_)
    return found if found.changes else Compared(line, person, "unchanged")
