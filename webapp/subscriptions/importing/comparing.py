"""Comparing the rows of a file with the tables: what an import does, or would do, with each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..attributing import Attributes, lacking
from ..matching import NOBODY, Person, known_people
from ..models import MailingList
from ..suppressing import suppressed_among
from .prepared import Line
from .rows import Report

LEFT = "This person left; only they can join again."
SUPPRESSED = "This address must not be mailed."


@dataclass(frozen=True, slots=True)
class Compared:
    """A row, who of the tables it is, and the count of the report that it belongs to."""

    line: Line
    person: Person
    verdict: str
    why: str = ""
    given: Attributes | None = None  # those that the person lacks

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
    suppressed = suppressed_among(emails)
    return [
        Compared(line, NOBODY, line.kind, line.reason)
        if line.kind
        else _judged(line, known.get(line.email, NOBODY), line.email in suppressed)
        for line in lines
    ]


def count(compared: Sequence[Compared], report: Report) -> Report:
    """Add rows to a report."""
    for verdict, number in Counter(one.verdict for one in compared).items():
        setattr(report, verdict, getattr(report, verdict) + number)
    report.without_proof += sum(
        one.verdict == "new" and not one.line.confirmed_at for one in compared
    )
    return report


def _judged(line: Line, person: Person, is_suppressed: bool) -> Compared:  # noqa: FBT001 (one of three)
    if is_suppressed:
        return Compared(line, person, "suppressed", SUPPRESSED)
    if person.has_left:
        return Compared(line, person, "unsubscribed", LEFT)
    given = lacking(person.attributes, json.loads(line.attributes)) if line.attributes else None
    if not person.subscription_id:
        return Compared(line, person, "new", given=given)
    found = Compared(line, person, "changed", given=given)
    return found if found.changes else Compared(line, person, "unchanged")
