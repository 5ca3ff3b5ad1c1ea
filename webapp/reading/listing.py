"""Listing stories: questions with a name, each a select() that loads what a list shows.

A list never needs the bodies, so they stay in the database; asking one for its body is an error
in the code and says so, instead of costing a query a story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, tuple_, union_all
from sqlalchemy.orm import defer, joinedload, raiseload, selectinload

from ..web import LARGEST_ROW_NUMBER
from .models import Article, ArticleState, ArticleTopic, Author, Page, SavedStory, Section, Topic

NEWEST_FIRST = (Article.published_at.desc(), Article.id.desc())
IS_PUBLISHED = Article.state == ArticleState.PUBLISHED
IS_KEPT = SavedStory.removed_at.is_(None)
CARD = (
    joinedload(Article.section, innerjoin=True),
    joinedload(Article.author, innerjoin=True),
    joinedload(Article.image),
    defer(Article.body, raiseload=True),
)
WHOLE = (*CARD[:3], selectinload(Article.topics), selectinload(Article.corrections))


def newest() -> Select[Article]:
    """Every published story, newest first."""
    return select(Article).where(IS_PUBLISHED).order_by(*NEWEST_FIRST).options(*CARD)


def newest_of_section(section: Section) -> Select[Article]:
    """The published stories of a section, newest first."""
    return newest().where(Article.section_id == section.id)


def newest_by_author(author: Author) -> Select[Article]:
    """The published stories of an author, newest first."""
    return newest().where(Article.author_id == author.id)


def newest_on_topic(topic: Topic) -> Select[Article]:
    """The published stories on a topic, newest first."""
    return newest().where(is_on(topic))


def is_on(topic: Topic) -> ColumnElement[bool]:
    """Whether a story is on a topic."""
    about = select(ArticleTopic.article_id).where(ArticleTopic.topic_id == topic.id)
    return Article.id.in_(about)


def newest_of_each(sections: Sequence[Section], limit: int) -> Select[Article]:
    """The newest stories of several sections, at most ``limit`` of each, newest first."""
    each = [
        select(Article.id)
        .where(Article.section_id == section.id, IS_PUBLISHED)
        .order_by(*NEWEST_FIRST)
        .limit(limit)
        .subquery()
        for section in sections
    ]
    ids = union_all(*(select(found.c.id) for found in each))
    return newest().where(Article.id.in_(ids))


def before(article: Article) -> Select[Article]:
    """The stories of its section that came out before a story, newest first."""
    nearby = newest().where(Article.section_id == article.section_id)
    return nearby.where(tuple_(Article.published_at, Article.id) < _place_of(article))


def after(article: Article) -> Select[Article]:
    """The stories of its section that came out after a story, oldest first."""
    nearby = newest().where(Article.section_id == article.section_id)
    later = nearby.where(tuple_(Article.published_at, Article.id) > _place_of(article))
    return later.order_by(None).order_by(Article.published_at, Article.id)


def _place_of(article: Article) -> ColumnElement[Any]:
    return tuple_(literal(article.published_at, Article.published_at.type), literal(article.id))


def picks() -> Select[Article]:
    """The Editor's Picks, in the editors' order."""
    chosen = newest().where(Article.pick_position > 0)
    return chosen.order_by(None).order_by(Article.pick_position, *NEWEST_FIRST)


def cards_of(ids: Sequence[int]) -> Select[Article]:
    """The published stories with these ids, in no order."""
    return select(Article).where(Article.id.in_(ids), IS_PUBLISHED).options(*CARD)


def texts_of(ids: Sequence[int]) -> Select[Article]:
    """The published stories with these ids with their bodies, in no order."""
    return select(Article).where(Article.id.in_(ids), IS_PUBLISHED).options(*CARD[:3])


def full_text(limit: int, *conditions: ColumnElement[bool]) -> Select[Article]:
    """The newest stories that fulfil conditions, with their bodies and topics, for feeds."""
    found = select(Article).where(IS_PUBLISHED, *conditions).order_by(*NEWEST_FIRST)
    return found.limit(limit).options(*WHOLE)


def story_by_slug(slug: str) -> Select[Article]:
    """The published story with a slug, for the way to its page."""
    return select(Article).where(Article.slug == slug, IS_PUBLISHED)


def story_to_read(slug: str) -> Select[Article]:
    """One story in whatever state, with all that its page shows, in one question.

    It has a row for each topic and correction, so ask for unique ones.
    """
    about = (joinedload(Article.topics), joinedload(Article.corrections))
    return select(Article).where(Article.slug == slug).options(*CARD[:3], *about)


def story_of_wordpress(typed: str) -> Select[Article] | None:
    """The published story that had a number in WordPress; None for what is no number of a row."""
    if not re.fullmatch(r"[0-9]{1,10}", typed) or int(typed) > LARGEST_ROW_NUMBER:
        return None
    return select(Article).where(Article.wordpress_id == int(typed), IS_PUBLISHED)


def section_by_slug(slug: str) -> Select[Section]:
    """One section."""
    return select(Section).where(Section.slug == slug)


def all_sections() -> Select[Section]:
    """Every section, by name."""
    return select(Section).order_by(Section.name)


def author_by_slug(slug: str) -> Select[Author]:
    """One author."""
    return select(Author).where(Author.slug == slug)


def topic_by_slug(slug: str) -> Select[Topic]:
    """One topic."""
    return select(Topic).where(Topic.slug == slug)


def page_by_slug(slug: str) -> Select[Page]:
    """One standing page."""
    return select(Page).where(Page.slug == slug)


def saved_by(account_id: int) -> Select[SavedStory]:
    """What a reader saved and can still read, last saved first."""
    return (
        select(SavedStory)
        .join(SavedStory.article)
        .where(SavedStory.account_id == account_id, IS_KEPT, IS_PUBLISHED)
        .order_by(SavedStory.saved_at.desc(), SavedStory.id.desc())
        .options(joinedload(SavedStory.article, innerjoin=True).options(*CARD), raiseload("*"))
    )


def saved_story(account_id: int, article_id: int) -> Select[SavedStory]:
    """A reader's keeping of one story, let go or not."""
    return select(SavedStory).where(
        SavedStory.account_id == account_id, SavedStory.article_id == article_id
    )
