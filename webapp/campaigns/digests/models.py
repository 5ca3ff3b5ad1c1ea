"""The rules of digests, and their runs."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from ...reading.models import Section, Topic
from ...subscriptions.models import MailingList


class Rhythm(enum.StrEnum):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"


SPANS = {Rhythm.DAILY: dt.timedelta(days=1), Rhythm.WEEKLY: dt.timedelta(weeks=1)}


class DigestSection(Base):
    """A section whose stories a digest brings."""

    __tablename__ = "digest_sections"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("digest_rules.list_id", ondelete="CASCADE"), primary_key=True
    )
    section_id: Mapped[int] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DigestTopic(Base):
    """A topic on which a digest brings stories."""

    __tablename__ = "digest_topics"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("digest_rules.list_id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DigestRules(Base):
    """What a list of digests brings, and when. The hour is the list’s, or its reader’s own."""

    __tablename__ = "digest_rules"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("mailing_lists.id", ondelete="CASCADE"), primary_key=True
    )
    rhythm: Mapped[str] = mapped_column(default=Rhythm.DAILY)
    weekday: Mapped[int] = mapped_column(default=0)  # 0 is Monday; of a weekly one
    most: Mapped[int] = mapped_column(default=10)  # stories
    picks_first: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Of these stories each reader gets only what they follow.
    is_followed: Mapped[bool] = mapped_column(default=False, server_default=false())
    # No digest is due at an hour before the rules were first saved.
    began_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    mailing_list: Mapped[MailingList] = relationship()
    # Stories in one of the sections or on one of the topics; of neither: every story.
    sections: Mapped[list[Section]] = relationship(
        secondary="digest_sections", order_by="Section.name"
    )
    topics: Mapped[list[Topic]] = relationship(secondary="digest_topics", order_by="Topic.name")

    @property
    def span(self) -> dt.timedelta:
        """From one digest to the next."""
        return SPANS[Rhythm(self.rhythm)]

    def comes_on(self, day: dt.date) -> bool:
        """Whether it comes on a day."""
        return self.rhythm == Rhythm.DAILY or day.weekday() == self.weekday


class DigestRun(Base):
    """One digest of a list for the readers of one hour; none was sent where nothing was new."""

    __tablename__ = "digest_runs"
    __table_args__ = (UniqueConstraint("list_id", "day", "hour"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    day: Mapped[dt.date]  # where the paper is
    hour: Mapped[int]
    # The stories that came out after the first and until the second.
    since: Mapped[dt.datetime]
    until: Mapped[dt.datetime]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), unique=True)
