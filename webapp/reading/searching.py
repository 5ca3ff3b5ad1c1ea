"""Searching stories with the database's own full text: SQLite FTS5 or PostgreSQL tsvector.

The index holds the published stories and nothing else. Whatever is typed is taken as words:
each is quoted, so no operator of either query language is left in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import Row, text

from ..extensions import db
from ..paging import PAGE_SIZE, Paged
from . import search_sql
from .cleaning import plain, without_controls
from .listing import cards_of
from .models import Article

MOST_WORDS = 12
LONGEST_WORD = 64
# PostgreSQL refuses a document of more than a megabyte of words; no story comes near.
LONGEST_TEXT = 400_000
# Mark the found words inside a snippet; neither can stand in a story (see cleaning).
START, STOP = search_sql.START, search_sql.STOP


@dataclass(frozen=True)
class Found:
    """A story that was found, and the place where its text has the words."""

    article: Article
    snippet: Markup


def index(article: Article) -> None:
    """Put a story into the index, or replace what the index has of it."""
    forget(article)
    _run(
        "index",
        id=article.id,
        headline=without_controls(article.headline),
        standfirst=without_controls(article.standfirst),
        body=plain(article.body)[:LONGEST_TEXT],
    )


def forget(article: Article) -> None:
    """Take a story out of the index."""
    _run("forget", id=article.id)


def search(words: str, number: int = 1) -> Paged[Found]:
    """Page ``number`` of the stories with all the words, or with any when none has all."""
    terms = _terms(words)
    if not terms:
        return Paged([], number, 0)
    for joined in (search_sql.all_of, search_sql.any_of):
        query = joined(terms, _dialect())
        total = int(_run("count", query=query).scalar_one())
        if total or len(terms) == 1:
            break
    return Paged(_found(query, number), number, total)


def latest(words: str, limit: int) -> list[int]:
    """The ids of the stories with all the words that came in last, whatever their rank."""
    terms = _terms(words)
    if not terms:
        return []
    query = search_sql.all_of(terms, _dialect())
    return [row.id for row in _run("latest", query=query, limit=limit)]


def _terms(words: str) -> list[str]:
    """The words among what was typed, at most as many and as long as make sense."""
    found = re.findall(r"\w+", without_controls(words[: MOST_WORDS * LONGEST_WORD * 2]))
    return [word[:LONGEST_WORD] for word in dict.fromkeys(found)][:MOST_WORDS]


def _found(query: str, number: int) -> list[Found]:
    """The stories of one page, best first."""
    offset = (number - 1) * PAGE_SIZE
    rows: list[Row[Any]] = list(_run("find", query=query, limit=PAGE_SIZE, offset=offset))
    cards = {a.id: a for a in db.session.scalars(cards_of([row.id for row in rows]))}
    return [Found(cards[row.id], _marked(row.snippet)) for row in rows if row.id in cards]


def _marked(snippet: str) -> Markup:
    """The snippet as HTML: escaped first, its found words marked then."""
    safe = str(escape(snippet)).replace(START, "<mark>").replace(STOP, "</mark>")
    return Markup(safe)  # noqa: S704 (escaped in the line above)


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def _run(name: str, **values: object) -> Any:
    return db.session.execute(text(search_sql.STATEMENTS[_dialect()][name]), values)
