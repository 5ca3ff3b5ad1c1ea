"""What a scanner found, and which of it is known to be nothing: false.toml says why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

KNOWN = Path(__file__).with_name("false.toml")


class Finding(NamedTuple):
    """One thing that a scanner holds for a fault."""

    tool: str
    kind: str  # in the scanner’s words
    method: str
    path: str
    parameter: str
    says: str

    def __str__(self) -> str:
        where = f"{self.method} {self.path}" + (f", {self.parameter}" if self.parameter else "")
        return f"{self.tool}: {self.kind} at {where}: {self.says}"


class Known(NamedTuple):
    """Findings that were looked into and are nothing; path and parameter are patterns."""

    tool: str
    kind: str
    path: str
    parameter: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of these."""
        return (
            (self.tool, self.kind) == (finding.tool, finding.kind)
            and re.fullmatch(self.path, finding.path) is not None
            and re.fullmatch(self.parameter, finding.parameter) is not None
        )


def known() -> list[Known]:
    """The list, as it stands in the file."""
    return [Known(**entry) for entry in tomllib.loads(KNOWN.read_text("utf-8"))["false"]]


def unexplained(findings: Iterable[Finding], listed: Iterable[Known]) -> list[Finding]:
    """What nobody has looked into yet, each once."""
    entries = list(listed)
    left = [one for one in findings if not any(entry.covers(one) for entry in entries)]
    return list(dict.fromkeys(left))


def idle(findings: Iterable[Finding], listed: Iterable[Known]) -> list[Known]:
    """Entries that cover nothing of a whole scan: they may go."""
    found = list(findings)
    return [entry for entry in listed if not any(entry.covers(one) for one in found)]
