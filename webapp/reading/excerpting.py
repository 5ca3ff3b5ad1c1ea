"""Excerpting: the place of a text that has the words of a search, with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from markupsafe import Markup, escape

from .analysing import WORD, composed, folded, stem, whole_word

LENGTH = 220  # characters
BEFORE = 60
MOST_PLACES = 24
SHORTEST = 3  # letters of a stem that its words are looked for by
INSIDE = re.compile(r"[^\W_]['’]?\Z")  # what stands before a place that is no beginning of a word


def excerpt(text: str, stems: Collection[str]) -> Markup:
    """As much of a text as shows the words best: all else escaped, its words marked."""
    whole = composed(text)
    places = _places(whole, stems)
    start, end = _window(whole, places)
    parts = ["… "] if start else []
    at = start
    for first, last in places:
        if start <= first and last <= end:
            parts += [escape(whole[at:first]), "<mark>", escape(whole[first:last]), "</mark>"]
            at = last
    parts.append(escape(whole[at:end]))
    if end < len(whole):
        parts.append(" …")
    return Markup("".join(parts))  # noqa: S704 (all but the marks is escaped above)


def _places(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    """Where the first words with one of the stems begin and end."""
    small = folded(text)
    return list(islice(_words_with(small, stems), MOST_PLACES))


def _words_with(small: str, stems: Collection[str]) -> Iterator[tuple[int, int]]:
    for beginning in _beginnings(frozenset(stems)).finditer(small):
        start = beginning.start()
        if start and INSIDE.search(small, max(0, start - 2), start):
            continue
        word = WORD.match(small, start)
        if word and stem(whole_word(word[0])) in stems:
            yield word.span()


@lru_cache(maxsize=256)
def _beginnings(stems: frozenset[str]) -> re.Pattern[str]:
    """Finds what a word with one of the stems begins with: an ending changes the last letter."""
    starts = {each[: max(SHORTEST, len(each) - 1)] for each in stems}
    return re.compile("|".join(sorted(starts)))


def _window(text: str, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The beginning and end of the stretch that has the most words, cut between words."""
    if not places:
        return 0, _word_end(text, LENGTH)
    firsts = [first for first, _ in places]
    ends = [bisect_left(firsts, first + LENGTH - BEFORE) for first in firsts]
    first = firsts[max(range(len(firsts)), key=lambda place: ends[place] - place)]
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    return start, _word_end(text, start + LENGTH)


def _word_end(text: str, limit: int) -> int:
    """The end of the last word that ends before ``limit``."""
    if len(text) <= limit:
        return len(text)
    return max(text.rfind(" ", 0, limit), limit - LENGTH // 4)
