"""Spelling: the words that the paper's stories know, and what a misspelt one was meant to be.

Each known stem is kept under itself and under itself without each one of its letters, and a typed
one is looked up in the same way: a letter too many, too few, wrong, or two that changed places.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..distances import distance
from .search_sql import run

SPELLED = range(3, 25)  # letters of the words that are put right
LONG = 7  # letters from which a word may be wrong twice
AT_ONCE = 500


@dataclass(frozen=True)
class Known:
    """A stem that stories have: the shortest word with it, and how many stories."""

    stem: str
    word: str
    stories: int


def learn(connection: Connection, found: Mapping[str, tuple[str, int]]) -> None:
    """Count stems up: each with a word that has it and with the number of stories."""
    if not found:
        return
    rows = [{"stem": s, "word": w, "stories": n} for s, (w, n) in sorted(found.items())]
    before = {row.stem for row in _rows(connection, found)}
    run(connection, "count up", rows)
    new = [row for row in _rows(connection, found.keys() - before) if is_spelled(row.stem)]
    spellings = [
        {"spelling": spelling, "word_id": row.id}
        for row in new
        for spelling in spellings_of(row.stem)
    ]
    if spellings:
        run(connection, "add spelling", spellings)


def unlearn(connection: Connection, stems: Iterable[str]) -> None:
    """Count stems down by a story each, and drop those that no story has any more."""
    rows = [{"stem": stem} for stem in sorted(stems)]
    if not rows:
        return
    run(connection, "count down", rows)
    for name in ("drop spellings", "drop words"):
        run(connection, name, {})


def known(connection: Connection, stems: Sequence[str]) -> dict[str, Known]:
    """Those of the stems that stories have."""
    return {row.stem: _known(row) for row in _rows(connection, stems)}


def corrections(connection: Connection, stems: Sequence[str]) -> dict[str, Known]:
    """For each stem that can be put right the nearest known one, of equals the commonest."""
    asked = {stem: set(spellings_of(stem)) for stem in stems if is_spelled(stem)}
    if not asked:
        return {}
    keys = sorted(set().union(*asked.values()))
    alike = [_known(row) for row in run(connection, "alike", {"spellings": keys})]
    found = {}
    for stem in asked:
        near = [(distance(stem, each.stem), -each.stories, each.stem, each) for each in alike]
        best = min(near, default=None)
        if best is not None and best[0] <= (2 if len(stem) >= LONG else 1):
            found[stem] = best[-1]
    return found


def is_spelled(stem: str) -> bool:
    """Whether it can be misspelt: a number is never put right."""
    return len(stem) in SPELLED and stem.isalpha()


def spellings_of(stem: str) -> list[int]:
    """The stem, and the stem without each of its letters, as numbers."""
    shapes = {stem, *(stem[:place] + stem[place + 1 :] for place in range(len(stem)))}
    return sorted(zlib.crc32(shape.encode()) for shape in shapes)


def _known(row: Row[Any]) -> Known:
    return Known(row.stem, row.word, row.stories)


def _rows(connection: Connection, stems: Iterable[str]) -> list[Row[Any]]:
    """The rows of known words, asked in portions that every database takes."""
    asked = sorted(stems)
    portions = [asked[at : at + AT_ONCE] for at in range(0, len(asked), AT_ONCE)]
    return [row for some in portions for row in run(connection, "known", {"stems": some})]
