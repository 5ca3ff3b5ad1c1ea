"""What a file holds, row by row: people, and rows that are not taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ...outcomes import Outcome

# The counts of a report under which a refused row can stand.
REFUSED = ("unsubscribed", "suppressed", "invalid", "repeated")
TAKEN = ("new", "changed", "unchanged")


class FileRefused(Outcome):
    """The file as a whole cannot be read."""

    title = "This file cannot be imported"


class ColumnsUnknown(FileRefused):
    """No column of the file is known to hold addresses; a person can say which one does."""

    sentence = "The first line must name the columns, and one of them must be “email”."


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the file. ``said`` is what the file says of their agreement, as evidence."""

    line: int
    email: str
    name: str = ""
    confirmed_at: dt.datetime | None = None
    said: str = ""
    attributes: str = ""  # as the text of their JSON


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken, and why. ``kind`` is the count of the report it belongs to."""

    line: int
    typed: str
    kind: str
    reason: str
    file: str = ""  # its name within an archive


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
    refusals: list[Refusal] = field(default_factory=list)  # kept only where they are told at once

    @classmethod
    def of(cls, counts: dict[str, int]) -> Report:
        """A report with counts that were kept."""
        report = cls()
        for name, number in counts.items():
            setattr(report, name, number)
        return report

    @property
    def taken(self) -> int:
        """How many rows are people who are on the list afterwards."""
        return self.new + self.changed + self.unchanged

    @property
    def refused(self) -> int:
        """How many rows are not taken."""
        return self.unsubscribed + self.suppressed + self.invalid + self.repeated

    @property
    def rows(self) -> int:
        """How many rows the file has; every one is in exactly one count."""
        return self.taken + self.refused

    def counts(self) -> dict[str, int]:
        """The counts alone, by name."""
        return {name: getattr(self, name) for name in (*TAKEN, *REFUSED, "without_proof")}
