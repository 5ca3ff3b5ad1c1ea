"""Mailing lists, and who may manage them."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ColumnElement, ForeignKey, Select, Text, false, select
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base, Shown


class ListKind(enum.StrEnum):
    """What a list's letters are; the words are for staff and readers alike."""

    NEWSLETTER = "newsletter"  # written by hand
    DIGEST = "automatic digest"  # put together from new stories
    ALERT = "breaking alert"  # one story, at once


class Measure(enum.StrEnum):
    """What a list counts of what its readers do with its letters."""

    OFF = "off"
    TOGETHER = "aggregate"  # a number for each link, and no person beside it
    PERSON = "person"  # who did; readers are told so where they choose their letters


CLICKS_IN_WORDS = {
    Measure.OFF: "",
    Measure.TOGETHER: "How often each link is followed is counted, not by whom.",
    Measure.PERSON: "The paper keeps which links you follow.",
}
OPENS_IN_WORDS = {
    Measure.OFF: "",
    Measure.TOGETHER: "How often letters are opened is counted, not by whom.",
    Measure.PERSON: "The paper keeps which letters you open.",
}


class ListState(enum.StrEnum):
    """Where a list stands: made, launched, closed; a closed one may be launched again."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class MailingList(Shown):
    """A list people can subscribe to; closed lists stay in the record."""

    __tablename__ = "mailing_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(
        default=ListKind.NEWSLETTER, server_default=ListKind.NEWSLETTER.value
    )
    promise: Mapped[str] = mapped_column(default="")  # what a subscriber gets
    cadence: Mapped[str] = mapped_column(default="")  # how often: "Weekdays, 07:00"
    sender_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    welcome_subject: Mapped[str] = mapped_column(default="", server_default="")
    welcome_body: Mapped[str] = mapped_column(Text, default="", server_default="")  # cleaned HTML
    welcomes: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_public: Mapped[bool] = mapped_column(default=True)
    clicks: Mapped[str] = mapped_column(
        default=Measure.TOGETHER, server_default=Measure.TOGETHER.value
    )
    opens: Mapped[str] = mapped_column(default=Measure.OFF, server_default=Measure.OFF.value)
    position: Mapped[int] = mapped_column(default=0)
    # Whether a second person reads each letter before it is sent.
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # When a letter last went to one address as a test; none since the sender changed: nothing.
    tested_at: Mapped[dt.datetime | None]
    # At which a digest comes where the paper is, to readers who chose no other.
    hour: Mapped[int] = mapped_column(default=7, server_default="7")
    launched_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]

    @property
    def state(self) -> ListState:
        """Where it stands."""
        if self.closed_at is not None:
            return ListState.CLOSED
        return ListState.DRAFT if self.launched_at is None else ListState.LIVE

    @property
    def is_live(self) -> bool:
        """Whether it takes subscribers and sends campaigns."""
        return self.state == ListState.LIVE

    @property
    def has_page(self) -> bool:
        """Whether the site has a page of it: it was launched, and is for everyone."""
        return self.is_public and self.launched_at is not None

    @property
    def has_welcome(self) -> bool:
        """Whether a new subscriber is written to: the welcome is written, and turned on."""
        return self.welcomes and bool(self.welcome_subject and self.welcome_body)

    @property
    def is_personal(self) -> bool:
        """Whether it keeps what one person does with its letters."""
        return Measure.PERSON in {self.clicks, self.opens}

    @property
    def what_is_counted(self) -> str:
        """What its readers are told of what it counts."""
        said = (CLICKS_IN_WORDS[Measure(self.clicks)], OPENS_IN_WORDS[Measure(self.opens)])
        return " ".join(filter(None, said)) or "Nobody counts what you open or follow."

    def launch(self, at: dt.datetime) -> None:
        """Take subscribers and send from now on; the first launch is the one that is kept."""
        self.launched_at, self.closed_at = self.launched_at or at, None

    def note_test(self, at: dt.datetime) -> None:
        """A letter went to one address as a test; of a live list nobody asks for one."""
        if not self.is_live:
            self.tested_at = at

    def close(self) -> None:
        """Take no more subscribers and send nothing more; the record stays."""
        self.closed_at, self.tested_at = self.closed_at or clock.now(), None


class ListKeeper(Base):
    """A list manager who may manage this list; one without any such row may manage them all."""

    __tablename__ = "list_keepers"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("mailing_lists.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def is_live() -> ColumnElement[bool]:
    """What makes a list one that takes subscribers and sends campaigns."""
    return MailingList.launched_at.is_not(None) & MailingList.closed_at.is_(None)


def has_page() -> ColumnElement[bool]:
    """What makes a list one of which the site has a page."""
    return MailingList.launched_at.is_not(None) & MailingList.is_public


def open_lists() -> Select[MailingList]:
    """Lists that anyone may join, in their order."""
    return (
        select(MailingList)
        .where(is_live(), MailingList.is_public)
        .order_by(MailingList.position, MailingList.name)
    )


def list_by_slug(slug: str) -> Select[MailingList]:
    """The list with a slug, whatever its state."""
    return select(MailingList).where(MailingList.slug == slug)
