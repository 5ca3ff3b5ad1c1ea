"""Very many stories of made-up words, which are as common as words are in real texts (Zipf)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate
from types import SimpleNamespace

from sqlalchemy import insert

from webapp import clock
from webapp.extensions import db
from webapp.reading import indexing
from webapp.reading.furnishing import furnish
from webapp.reading.models import Article, ArticleState, Author

AUTHORS, SECTIONS, YEARS, BATCH = 60, 18, 15, 2_000
FIRST_AUTHOR = 1_000
LETTERS = "bcdfghklmnprstvz", "aeiou"
CYRILLIC = "бвгдклмнпрст", "аеиоуы"
EACH_CYRILLIC = 50


class Language:
    """A vocabulary in which the word at place n is as common as 1/n."""

    def __init__(self, seed: int, words: int = 40_000, length: int = 120) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (the same words each time)
        self.length = length
        self.words = self._words(words, LETTERS)
        foreign = range(words // 80, words, EACH_CYRILLIC)
        for place, word in zip(foreign, self._words(len(foreign), CYRILLIC), strict=True):
            self.words[place] = word
        self.weights = list(accumulate(1 / place for place in range(1, words + 1)))

    def text(self, length: int) -> str:
        """So many words, as common as they are."""
        return " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=length))

    def _words(self, count: int, letters: tuple[str, str]) -> list[str]:
        """Words, each once, that can be spoken."""
        found: dict[str, None] = {}
        while len(found) < count:
            syllables = ("".join(map(self.rng.choice, letters)) for _ in range(self._syllables()))
            found["".join(syllables) + self.rng.choice(letters[0])] = None
        return list(found)

    def _syllables(self) -> int:
        return self.rng.randint(2, 4)


def fill(count: int, language: Language) -> None:
    """So many published stories, over all sections, authors and years."""
    furnish()
    db.session.flush()
    ids = range(FIRST_AUTHOR, FIRST_AUTHOR + AUTHORS)
    authors = [{"id": n, "slug": f"writer-{n}", "name": f"Writer {n}"} for n in ids]
    db.session.execute(insert(Author), authors)
    indexing.fill(db.session.connection(), written(count, language))
    db.session.commit()


def written(count: int, language: Language) -> Iterator[list[indexing.Entry]]:
    """Write the stories, and give what the index is to hold of each thousand."""
    for first in range(1, count + 1, BATCH):
        last = min(first + BATCH - 1, count)
        rows = [story(number, count, language) for number in range(first, last + 1)]
        db.session.execute(insert(Article), rows)
        yield [indexing.entry_of(SimpleNamespace(**row)) for row in rows]


def story(number: int, count: int, language: Language) -> dict:
    """One made-up story; the last is the newest."""
    age = dt.timedelta(days=YEARS * 365 * (count - number) / count, hours=number % 7)
    when = clock.now() - age
    return {
        "id": number,
        "slug": f"story-{number}",
        "headline": language.text(7).capitalize(),
        "standfirst": language.text(16),
        "body": f"<p>{language.text(language.length)}</p><p>{language.text(language.length)}</p>",
        "state": ArticleState.PUBLISHED,
        "section_id": number % SECTIONS + 1,
        "author_id": FIRST_AUTHOR + number % AUTHORS,
        "created_at": when,
        "updated_at": when,
        "published_at": when,
    }
