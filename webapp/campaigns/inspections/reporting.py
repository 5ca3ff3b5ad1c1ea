"""What an inspection found, and how the database keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ...mail.scoring import Rule, Score


@dataclass(frozen=True)
class Broken:
    """A link that did not answer as it should: where it leads, its words, and what to do."""

    url: str
    words: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """What became of the links of a letter, and what SpamAssassin makes of it."""

    links: int = 0
    answered: int = 0
    unasked: int = 0  # too many, no time for them, or the setting says so
    is_off: bool = False  # the setting
    broken: tuple[Broken, ...] = ()
    score: Score | None = None
    no_score: str = ""  # why there is none, in a sentence

    @property
    def costly(self) -> list[Rule]:
        """The rules that cost points, the dearest first."""
        rules = self.score.rules if self.score else ()
        return sorted((rule for rule in rules if rule.points > 0), key=lambda rule: -rule.points)


def written(report: Report) -> dict[str, Any]:
    """A report as the database keeps it."""
    return asdict(report)


def read(kept: Mapping[str, Any]) -> Report:
    """A report as the database kept it."""
    broken = tuple(Broken(**one) for one in kept["broken"])
    score = kept["score"] and dict(kept["score"])
    if score:
        score["rules"] = tuple(Rule(**one) for one in score["rules"])
    return Report(**{**kept, "broken": broken, "score": Score(**score) if score else None})
