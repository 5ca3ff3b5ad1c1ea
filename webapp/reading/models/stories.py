"""Stories: sections, bylines, topics, and the articles with what was put right in them."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re

from sqlalchemy import ForeignKey, Index, Text, false, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base, Shown
from .pictures import Image

WORDS_A_MINUTE = 230
# Publishing again within this time of the first publication is not shown as an update.
SETTLING = dt.timedelta(minutes=30)


class ArticleState(enum.StrEnum):
    """Where a story stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Section(Shown):
    """A part of the paper, with a page of its own."""

    __tablename__ = "sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    # Place in the navigation bar and on the front page; None: not there.
    bar_position: Mapped[int | None]
    strip_position: Mapped[int | None]
    # Whether its name stands in gold.
    is_gold: Mapped[bool] = mapped_column(default=False, server_default=false())


class Author(Shown):
    """A byline, with a page of its own."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    biography: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )


class Topic(Shown):
    """What a story is about, with a page of its own; a story has some or none."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class ArticleTopic(Base):
    """One topic of one story."""

    __tablename__ = "article_topics"
    __table_args__ = (Index("ix_article_topics_of_topic", "topic_id", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True
    )


class ArticleImage(Base):
    """One picture for the text of one story, placed in it or not yet."""

    __tablename__ = "article_images"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    image_id: Mapped[int] = mapped_column(
        ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Article(Base):
    """A story."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_newest", "state", "published_at"),
        Index("ix_articles_newest_of_section", "section_id", "state", "published_at"),
        Index("ix_articles_newest_of_author", "author_id", "state", "published_at"),
        Index("ix_articles_picks", "state", "pick_position"),
        Index("ix_articles_sitemap", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    headline: Mapped[str]
    standfirst: Mapped[str] = mapped_column(Text, default="")
    dateline: Mapped[str] = mapped_column(default="")  # the place line: ASTANA
    body: Mapped[str] = mapped_column(Text, default="")  # HTML cleaned by nh3
    # The state before a change is known even where it was not read: see is_shown.
    state: Mapped[str] = mapped_column(default=ArticleState.DRAFT, active_history=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    image_id: Mapped[int | None] = mapped_column(
        ForeignKey("images.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    published_at: Mapped[dt.datetime | None]
    # Its number in the WordPress it came from, for links of the form /?p=ID.
    wordpress_id: Mapped[int | None] = mapped_column(unique=True, index=True)
    # Place among the Editor's Picks, from 1; None: not there.
    pick_position: Mapped[int | None]

    section: Mapped[Section] = relationship()
    author: Mapped[Author] = relationship()
    image: Mapped[Image | None] = relationship()
    # Those for its text; the text itself says which of them stand where.
    pictures: Mapped[list[Image]] = relationship(secondary="article_images", order_by="Image.id")
    topics: Mapped[list[Topic]] = relationship(secondary="article_topics", order_by="Topic.name")
    corrections: Mapped[list[Correction]] = relationship(
        order_by="Correction.at", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_published(self) -> bool:
        """Whether readers can see it."""
        return self.state == ArticleState.PUBLISHED

    def is_shown(self) -> bool:
        """Published, or taken back just now; nobody but the desk sees a draft."""
        before = inspect(self).attrs.state.history.deleted
        return ArticleState.PUBLISHED in (self.state, *before)

    @property
    def is_updated(self) -> bool:
        """Whether it changed so long after its publication that readers should be told."""
        return self.published_at is not None and self.updated_at > self.published_at + SETTLING

    @property
    def reading_minutes(self) -> int:
        """Minutes a reader needs for the body, at least one."""
        words = len(re.sub(r"<[^>]+>", " ", self.body).split())
        return max(1, math.ceil(words / WORDS_A_MINUTE))


class Correction(Shown):
    """What was wrong in a published story and is right now, as its readers are told."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
