"""Ranking: which stories have the words, and which of them go first.

Only the newest RANKED matches of each ring (see indexing) are weighed, whatever their number, so
a word that every story has costs no more than any other. See docs/decisions/0011.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from . import search_sql
from .indexing import ANYWHERE, HEADLINE, SUBJECTS, TOP, marks_of, second_of
from .spelling import Known

RANKED = 200
# What the words of a story weigh by the innermost ring that has them all.
WEIGHTS = {HEADLINE: 3.0, TOP: 2.0, SUBJECTS: 1.2}
# What they weigh together, each alike, where a headline has some of them; of the first PARTS.
IN_HEADLINE, PARTS = 2.0, 4
# What being of today weighs; each YEAR that a story is older halves it.
FRESH = 1.5
YEAR = 365
DAY = 86_400
EPOCH = dt.date(1970, 1, 1).toordinal()
# With some of the words: of how many, the rarest, and of how many stories each.
TERMS, OF_EACH = 6, 200
IN_TOP = 1.5
MANY = 1_000_000  # stories that no paper has: what rarity is measured by


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to."""

    section_id: int | None = None
    author_id: int | None = None
    year: int | None = None

    @property
    def marks(self) -> list[str]:
        """Its tokens in the index."""
        return marks_of(self.section_id, self.author_id, self.year)

    def of(self, stories: Sequence[Row[Any]], but: str = "") -> Sequence[Row[Any]]:
        """Those of the stories that fulfil them, all but one perhaps."""
        for name, wanted in vars(self).items():
            if wanted is not None and name != but:
                stories = [story for story in stories if getattr(story, name) == wanted]
        return stories


@dataclass(frozen=True)
class Matches:
    """Numbers of stories, the best first, and what can be chosen from.

    With ``is_more`` there are others than the ranked. ``stories`` are those that match whatever
    the filters: all of them if ``is_whole``, else the newest, the newest first.
    """

    ranked: Sequence[int] = ()
    is_more: bool = False
    stories: Sequence[Row[Any]] = ()
    is_whole: bool = True


def with_all(
    connection: Connection, stems: Sequence[str], filters: Filters, today: dt.date
) -> Matches:
    """The stories that have all the stems."""
    stories = search_sql.newest_with_marks(connection, [stems], RANKED + 1)
    is_whole = len(stories) <= RANKED
    chosen = filters.of(stories)
    if filters.marks and not is_whole:
        narrowed = [*stems, *filters.marks]
        chosen = search_sql.newest_with_marks(connection, [narrowed], RANKED + 1)
    is_more = len(chosen) > RANKED
    weights = {row.docid: 0.0 for row in chosen}
    inner = _inner(connection, stems, filters.marks)
    weights |= {docid: inner[docid] for docid in inner if is_more or docid in weights}
    return Matches(_in_order(weights, today), is_more, stories, is_whole)


def with_some(
    connection: Connection, known: Iterable[Known], filters: Filters, today: dt.date
) -> Matches:
    """The stories that have any of the rarest words, those with the most and rarest first."""
    rarest = _rarest(known)
    found = search_sql.newest_with_marks(connection, _queries(rarest), OF_EACH)
    weights = _weights(rarest, ((row.place, row.docid) for row in found))
    stories = list({row.docid: row for row in found}.values())
    chosen = {row.docid: weights[row.docid] for row in filters.of(stories)}
    return Matches(_in_order(chosen, today), stories=stories)


def likest(connection: Connection, known: Iterable[Known], limit: int, today: dt.date) -> list[int]:
    """The stories that weigh most by the rarest of the words."""
    rarest = _rarest(known)
    found = search_sql.newest(connection, _queries(rarest), OF_EACH)
    return _in_order(_weights(rarest, found), today)[:limit]


def newest_with(connection: Connection, stems: Sequence[str], limit: int) -> list[int]:
    """The numbers of the newest stories that have all the stems."""
    return [docid for _, docid in search_sql.newest(connection, [stems], limit)]


def _inner(connection: Connection, stems: Sequence[str], marks: Sequence[str]) -> dict[int, float]:
    """What stories that have all the stems weigh by where they have them."""
    rings = [[ring + stem for stem in stems] for ring in WEIGHTS]
    some = [
        [HEADLINE + one, *(other for other in stems if other != one)]
        for one in stems[:PARTS]
        if len(stems) > 1
    ]
    whole: dict[int, float] = {}
    partly: dict[int, float] = defaultdict(float)
    queries = [[*tokens, *marks] for tokens in (*rings, *some)]
    weights = list(WEIGHTS.values())
    for place, docid in search_sql.newest(connection, queries, RANKED):
        if place >= len(weights):
            partly[docid] += IN_HEADLINE / len(stems)
        elif weights[place] > whole.get(docid, 0):
            whole[docid] = weights[place]
    return partly | {docid: max(weight, partly.get(docid, 0)) for docid, weight in whole.items()}


def _rarest(known: Iterable[Known]) -> list[Known]:
    return sorted(known, key=lambda each: (each.stories, each.stem))[:TERMS]


def _queries(words: Sequence[Known]) -> list[list[str]]:
    """For each of the words two: anywhere, and in headline or standfirst."""
    return [[ring + each.stem] for each in words for ring in (ANYWHERE, TOP)]


def _weights(words: Sequence[Known], found: Iterable[tuple[int, int]]) -> dict[int, float]:
    """What stories weigh by the words that they have: places in ``_queries``, and docids."""
    weights: dict[int, float] = defaultdict(float)
    for place, docid in found:
        rarity = math.log(MANY / words[place // 2].stories)
        weights[docid] += rarity * (IN_TOP if place % 2 else 1)
    return weights


def _in_order(weights: Mapping[int, float], today: dt.date) -> list[int]:
    """The RANKED stories with the highest weight and freshness; of equals the newer first.

    What a story gains by its age goes by whole days, the same all day, so pages can be kept.
    """
    day = today.toordinal() - EPOCH
    days = {docid: day - second_of(docid) // DAY for docid in weights}
    fresh = {age: FRESH * 0.5 ** (max(0, age) / YEAR) for age in set(days.values())}
    scores = [(weight + fresh[days[docid]], docid) for docid, weight in weights.items()]
    return [docid for _, docid in sorted(scores, reverse=True)[:RANKED]]
