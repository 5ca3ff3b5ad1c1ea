"""Publishing: a story's way from draft to readers, through corrections, and back out again."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..outcomes import Outcome
from . import indexing
from .cleaning import clean_body, clean_line
from .models import Article, ArticleState, Author, Image, Section
from .placing import unpin
from .slugging import free_slug

TRIES = 5


class NothingToPublish(Outcome):
    """A story without headline or text was to be published."""

    title = "This story is not ready"
    sentence = "Give it a headline and a text, then publish it."


class Content(TypedDict, total=False):
    """What staff write; each part is cleaned on the way in."""

    headline: str
    standfirst: str
    dateline: str
    body: str
    section: Section
    author: Author
    image: Image | None


def draft(**content: Unpack[Content]) -> Article:
    """A new story that only staff can see."""
    article = Article(state=ArticleState.DRAFT)
    _write(article, content)
    _take_slug(article)
    return article


def edit(article: Article, at: dt.datetime, **content: Unpack[Content]) -> None:
    """Change a story; readers of a published one see the change at once, under the same address."""
    _write(article, content)
    article.updated_at = at
    if article.published_at is None:
        _take_slug(article)
    db.session.flush()
    if article.is_published:
        indexing.index(article)


def publish(article: Article, at: dt.datetime) -> None:
    """Show a story to readers. One that was withdrawn comes back under its first date.

    Raises NothingToPublish.
    """
    if not article.headline or not article.body:
        raise NothingToPublish
    if article.published_at is None:
        article.published_at = article.updated_at = at
    article.state = ArticleState.PUBLISHED
    db.session.flush()
    indexing.index(article)


def withdraw(article: Article, at: dt.datetime) -> None:
    """Take a story back: its address says that it is gone, and nothing leads to it."""
    article.state = ArticleState.WITHDRAWN
    article.updated_at = at
    article.pick_position = None
    unpin(article)
    db.session.flush()
    indexing.forget(article)


def _write(article: Article, content: Content) -> None:
    """Set what is given, cleaned."""
    for name, value in content.items():
        clean = clean_body if name == "body" else clean_line
        setattr(article, name, clean(value) if isinstance(value, str) else value)


def _take_slug(article: Article) -> None:
    """Give the story a slug of its own; the unique index decides between two who want one."""
    for _ in range(TRIES):
        try:
            with db.session.begin_nested():
                article.slug = free_slug(article.headline, owner=article)
                db.session.add(article)
            return
        except IntegrityError:
            continue
    raise Outcome("Many stories with this headline are being saved; save it once more.")
