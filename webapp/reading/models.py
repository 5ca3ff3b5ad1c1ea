"""What readers read, and what they save."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re

from flask import url_for
from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..accounts.models import Account
from ..database import Base, Shown

WORDS_A_MINUTE = 230
# Publishing again within this time of the first publication is not shown as an update.
SETTLING = dt.timedelta(minutes=30)
# Widths in pixels in which a picture is kept; none is ever enlarged.
RENDITION_WIDTHS = (400, 800, 1600)


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


class Image(Shown):
    """A picture in its renditions; ``key`` names its folder among the uploads."""

    __tablename__ = "images"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @property
    def widths(self) -> list[int]:
        """Widths of its renditions in pixels, narrowest first."""
        widest = min(self.width, RENDITION_WIDTHS[-1])
        return [width for width in RENDITION_WIDTHS if width < widest] + [widest]

    def rendition(self, width: int) -> str:
        """File name of the narrowest rendition that is at least ``width`` pixels wide."""
        fitting = next((kept for kept in self.widths if kept >= width), self.widths[-1])
        return f"{fitting}.webp"

    def src(self, width: int) -> str:
        """Address of that rendition."""
        return url_for("reading.picture", key=self.key, file=self.rendition(width))

    def srcset(self) -> str:
        """Every rendition with its width, for the srcset attribute."""
        return ", ".join(f"{self.src(width)} {width}w" for width in self.widths)


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
    # Place among the Editor's Picks, from 1; None: not there.
    pick_position: Mapped[int | None]

    section: Mapped[Section] = relationship()
    author: Mapped[Author] = relationship()
    image: Mapped[Image | None] = relationship()
    topics: Mapped[list[Topic]] = relationship(secondary="article_topics", order_by="Topic.name")

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


class SavedStory(Base):
    """A story a reader keeps."""

    __tablename__ = "saved_stories"
    __table_args__ = (UniqueConstraint("account_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    saved_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    article: Mapped[Article] = relationship()
    account: Mapped[Account] = relationship()


class Page(Shown):
    """A standing page: About Us, Privacy Policy, Contact."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[dt.datetime] = mapped_column(default=clock.now)


class Submission(Base):
    """A text a reader offers to the desk."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    headline: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    network_address: Mapped[str]
    sent_at: Mapped[dt.datetime] = mapped_column(default=clock.now, index=True)
    # When the desk dealt with it, and how: "taken" or "declined".
    settled_at: Mapped[dt.datetime | None]
    verdict: Mapped[str] = mapped_column(default="")

    def settle(self, verdict: str, at: dt.datetime) -> None:
        """The desk took or declined it; the last verdict counts."""
        self.verdict, self.settled_at = verdict, at


THE_EDITION = 1  # the only row


class Edition(Base):
    """The version of what the public sees: one row, counted up by every change."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[dt.datetime]
