"""Gathering: the newest stories of all that a reader follows, each once, with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, literal, select, union
from sqlalchemy.orm import selectinload

from ..extensions import db
from ..paging import PAGE_SIZE
from .listing import IS_PUBLISHED, NEWEST_FIRST, newest
from .models import Article, ArticleTopic, Author, Section, Topic

MANY = 4_000  # stories that are looked up one by one in a few milliseconds
DEEPEST = 50  # pages: a thousand stories back
Followed = Collection[tuple[str, int]]


class Gathered(NamedTuple):
    """One page of stories, without counting all there are."""

    items: Sequence[Article]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before."""
        return self.number > 1


def gather(followed: Followed, number: int) -> Gathered:
    """Page ``number`` of the newest stories of what is followed; of all, when nothing is."""
    reach = number * PAGE_SIZE + 1
    query = newest().options(selectinload(Article.topics))
    if followed:
        query = query.where(Article.id.in_(_newest_ids(followed, reach)))
    found = db.session.scalars(query.limit(PAGE_SIZE + 1).offset(reach - 1 - PAGE_SIZE)).all()
    return Gathered(found[:PAGE_SIZE], number, len(found) > PAGE_SIZE and number < DEEPEST)


def _newest_ids(followed: Followed, reach: int) -> Select[int]:
    """The ids of the newest of what is followed, no more of each than the page can show.

    Each section and author is a walk of its own along an index, as far as needed, and the topics
    together are another; one question for all of them with OR would read every story followed.
    """
    topics = [number for kind, number in followed if kind == "topic"]
    each = [_newest_of(kind, number) for kind, number in sorted(followed) if kind != "topic"]
    if topics:
        each.append(_newest_on(topics))
    parts = [one.limit(reach).subquery() for one in each]
    ids = union(*(select(part.c.id) for part in parts)).subquery()
    return select(ids.c.id)


def _newest_of(kind: str, number: int) -> Select[int]:
    column = Article.section_id if kind == "section" else Article.author_id
    return _newest().where(column == literal(number))


def _newest_on(topics: Sequence[int]) -> Select[int]:
    """The newest on any of some topics.

    Of few stories all are looked up and put in order. Of many the newest are found sooner by
    walking through all stories, newest first, and looking at the topics of each.
    """
    about = select(ArticleTopic.article_id).where(ArticleTopic.topic_id.in_(topics))
    some = about.limit(MANY).subquery()
    if (db.session.scalar(select(func.count()).select_from(some)) or 0) < MANY:
        return _newest().where(Article.id.in_(about))
    return _newest().where(about.where(ArticleTopic.article_id == Article.id).exists())


def _newest() -> Select[int]:
    return select(Article.id).where(IS_PUBLISHED).order_by(*NEWEST_FIRST)


def reasons(article: Article, followed: Followed) -> list[str]:
    """Why a story is among the gathered: “Topic: Rivers”."""
    things: list[tuple[str, Section | Topic | Author]]
    things = [("topic", topic) for topic in article.topics]
    things += [("author", article.author), ("section", article.section)]
    return [f"{kind.capitalize()}: {it.name}" for kind, it in things if (kind, it.id) in followed]
