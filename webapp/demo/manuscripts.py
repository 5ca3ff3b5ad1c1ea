"""Manuscripts: the demo stories as they lie in files, a TOML head between +++ lines and HTML."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class Manuscript:
    """One story to be; ``scene`` and ``light`` name its picture, empty for a story without one."""

    slug: str
    body: str
    headline: str
    standfirst: str
    section: str
    author: str
    days_ago: int
    time: str
    dateline: str = ""
    scene: str = ""
    light: str = "day"
    alt: str = ""
    caption: str = ""
    pick: int | None = None
    topics: tuple[str, ...] = ()
    # Pictures in the text, in its order: scene, light, alt and caption of each.
    figures: tuple[dict[str, str], ...] = ()
    correction: str = ""
    corrected: str = ""  # the hour, on the day it came out

    @property
    def painting(self) -> tuple[str, str] | None:
        """What its picture shares with that of other stories."""
        return (self.scene, self.light) if self.scene else None

    @property
    def paintings(self) -> list[tuple[str, str]]:
        """All it is illustrated with."""
        placed = [(figure["scene"], figure["light"]) for figure in self.figures]
        return [self.painting, *placed] if self.painting else placed

    def published_at(self, anchor: dt.datetime) -> dt.datetime:
        """Its moment, counted back from the paper's day ``anchor``."""
        return self._at(self.time, anchor)

    def corrected_at(self, anchor: dt.datetime) -> dt.datetime:
        """The moment of its correction, on the same day."""
        return self._at(self.corrected, anchor)

    def _at(self, hour: str, anchor: dt.datetime) -> dt.datetime:
        day = anchor.date() - dt.timedelta(days=self.days_ago)
        return dt.datetime.combine(day, dt.time.fromisoformat(hour), anchor.tzinfo)


def newspaper() -> dict[str, Any]:
    """Authors, lists and past issues."""
    return tomllib.loads((HERE / "newspaper.toml").read_text(encoding="utf-8"))


def story_files() -> list[Path]:
    """The files of all stories, in a fixed order."""
    return sorted((HERE / "stories").glob("*.html"))


def manuscripts() -> Iterator[Manuscript]:
    """Every story."""
    return map(read, story_files())


def read(path: Path) -> Manuscript:
    """One story; ValueError or TypeError when its head is not as it should be."""
    _, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    return Manuscript(slug=path.stem, body=body, **tomllib.loads(head))
