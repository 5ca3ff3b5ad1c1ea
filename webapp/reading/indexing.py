"""Indexing: what the search knows of the published stories, and of the words in them.

A story stands in the index under a number that begins with the second of its publication, so the
newest stories with a word are read off its end. Its tokens are the stems of its words, each once:
``salt`` stands somewhere in it, ``c_salt`` in a prominent place or often, ``b_salt`` in headline or
standfirst, ``a_salt`` in the headline; ``s_3``, ``u_7``, ``y_2026`` are its section, its author and
its year; ``p_689`` are the thirty days in which it was published.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from ..extensions import db
from ..templating import local
from . import spelling
from .analysing import stem as stem_of
from .analysing import words_of
from .cleaning import plain, without_controls
from .models import Article, ArticleState
from .search_sql import run

OFTEN = 3  # this many times in a text make a word one of its subjects
MOST_STEMS = 5_000
LONGEST_TEXT = 400_000  # characters
ID_BITS = 30
PERIOD = 30 * 86_400  # seconds
BATCH = 500
# The rings of a story's words, each within the next.
HEADLINE, TOP, SUBJECTS, ANYWHERE = RINGS = ("a_", "b_", "c_", "")


@dataclass(frozen=True)
class Entry:
    """A story as it stands in the index; ``words`` has the shortest form of each stem."""

    docid: int
    article_id: int
    section_id: int
    author_id: int
    year: int
    tokens: list[str]
    words: dict[str, str]


def index(article: Article) -> None:
    """Put a story into the index, or replace what the index has of it."""
    db.session.flush()
    connection = db.session.connection()
    held = _drop(connection, article.id)
    entry = entry_of(article)
    _add(connection, [entry])
    spelling.learn(connection, {s: (w, 1) for s, w in entry.words.items() if s not in held})
    spelling.unlearn(connection, held - entry.words.keys())


def forget(article: Article) -> None:
    """Take a story out of the index."""
    connection = db.session.connection()
    spelling.unlearn(connection, _drop(connection, article.id))


def is_empty(connection: Connection) -> bool:
    """Whether no story is in the index."""
    return run(connection, "oldest", {}).first() is None


def rebuild(connection: Connection) -> None:
    """Fill an empty index from the published stories, some hundred at a time."""
    columns = (Article.id, Article.headline, Article.standfirst, Article.body)
    marks = (Article.section_id, Article.author_id, Article.published_at, Article.created_at)
    query = select(*columns, *marks).where(Article.state == ArticleState.PUBLISHED)
    batch = query.order_by(Article.id).limit(BATCH)

    def batches() -> Iterator[list[Entry]]:
        last = 0
        while rows := connection.execute(batch.where(Article.id > last)).all():
            yield [entry_of(row) for row in rows]
            last = rows[-1].id

    fill(connection, batches())


def fill(connection: Connection, batches: Iterable[Sequence[Entry]]) -> None:
    """Put stories into the index that are not there.

    Their words are counted up once, at the end: each time writes every word that they have anew.
    """
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for entries in batches:
        _add(connection, entries)
        for entry in entries:
            counts.update(entry.words.keys())
            for stem, word in entry.words.items():
                words[stem] = min(words.get(stem, word), word, key=len)
    spelling.learn(connection, {stem: (words[stem], count) for stem, count in counts.items()})


def entry_of(story: Any) -> Entry:
    """What the index is to hold of a story, or of a row with the same columns."""
    published_at = story.published_at or story.created_at
    marks = (story.section_id, story.author_id, local(published_at).year)
    rings = _rings(story)
    words = dict(islice(_shortest(rings[-1]).items(), MOST_STEMS))
    tokens = [
        prefix + stem
        for prefix, ring in zip(RINGS, rings, strict=True)
        for stem in dict.fromkeys(map(stem_of, ring))
        if stem in words
    ]
    docid = docid_of(story.id, published_at)
    period = f"p_{second_of(docid) // PERIOD}"
    return Entry(docid, story.id, *marks, [*tokens, *marks_of(*marks), period], words)


def _rings(story: Any) -> list[list[str]]:
    """The words of a story in the order of RINGS."""
    headline = words_of(without_controls(story.headline))
    top = headline + words_of(without_controls(story.standfirst))
    body = words_of(plain(story.body)[:LONGEST_TEXT])
    counts = Counter(map(stem_of, body))
    subjects = [word for word in dict.fromkeys(body) if counts[stem_of(word)] >= OFTEN]
    return [headline, top, top + subjects, top + body]


def _shortest(words: Iterable[str]) -> dict[str, str]:
    """The stems of words, each with the shortest word that has it."""
    found: dict[str, str] = {}
    for word in sorted(dict.fromkeys(words), key=len):
        found.setdefault(stem_of(word), word)
    return found


def _add(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [vars(entry) | {"tokens": " ".join(entry.tokens)} for entry in entries]
    run(connection, "add", rows)
    run(connection, "add story", rows)


def _drop(connection: Connection, article_id: int) -> set[str]:
    """Take a story out of the index and give the stems that it had."""
    held = run(connection, "held", {"article_id": article_id}).first()
    if held is None:
        return set()
    for name in ("drop", "drop story"):
        run(connection, name, {"docid": held.docid})
    return {token for token in held.tokens.split() if "_" not in token}


def docid_of(article_id: int, published_at: dt.datetime) -> int:
    """The number of a story in the index: later stories have higher ones."""
    return (int(published_at.timestamp()) << ID_BITS) | article_id


def article_of(docid: int) -> int:
    """The id of the story with this number."""
    return docid & ((1 << ID_BITS) - 1)


def second_of(docid: int) -> int:
    """The second since 1970 at which the story with this number was published."""
    return docid >> ID_BITS


def marks_of(section_id: int | None, author_id: int | None, year: int | None) -> list[str]:
    """The tokens of section, author and year, of those that are given."""
    marks = {"s_": section_id, "u_": author_id, "y_": year}
    return [f"{prefix}{value}" for prefix, value in marks.items() if value is not None]
