"""What readers keep: saved stories in folders, and what they follow."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...accounts.models import Account
from ...database import Base
from .stories import Article, Author, Section, Topic


class Folder(Base):
    """A reader’s own place for saved stories."""

    __tablename__ = "folders"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str]


class SavedStory(Base):
    """A story a reader keeps."""

    __tablename__ = "saved_stories"
    __table_args__ = (
        UniqueConstraint("account_id", "article_id"),
        Index("ix_saved_stories_last", "account_id", "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    saved_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    folder_id: Mapped[int | None] = mapped_column(
        ForeignKey("folders.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    read_at: Mapped[dt.datetime | None]
    # Let go at this time; for an hour it can come back as it was, see saving.
    removed_at: Mapped[dt.datetime | None]

    article: Mapped[Article] = relationship()
    account: Mapped[Account] = relationship()
    folder: Mapped[Folder | None] = relationship()


class Follow(Base):
    """A section, a topic or an author that a reader follows: exactly one of the three."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("account_id", "section_id"),
        UniqueConstraint("account_id", "topic_id"),
        UniqueConstraint("account_id", "author_id"),
        CheckConstraint(
            "CASE WHEN section_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN author_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_thing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    section_id: Mapped[int | None] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), index=True
    )
    topic_id: Mapped[int | None] = mapped_column(
        ForeignKey("topics.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("authors.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)

    section: Mapped[Section | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    author: Mapped[Author | None] = relationship()

    @property
    def kind(self) -> str:
        """The word for what is followed: section, topic or author."""
        return "section" if self.section_id else "topic" if self.topic_id else "author"

    @property
    def thing(self) -> Section | Topic | Author:
        """What is followed."""
        found = self.section or self.topic or self.author
        if found is None:
            raise LookupError("A follow names one thing; the database sees to it.")
        return found
