"""Mailing lists, the addresses on them, and the proof that each asked."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..database import Base, Shown


class ConsentEvent(enum.StrEnum):
    """What happened to a person's agreement."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    IMPORTED = "imported"
    ADDED = "added"
    ENDED = "ended"


class Ended(enum.StrEnum):
    """Why a subscription ended."""

    UNSUBSCRIBED = "unsubscribed"  # by the button behind the link in a letter
    ONE_CLICK = "one-click"  # by the mail program (RFC 8058)
    PREFERENCES = "preferences"  # by a box unticked
    EVERYTHING = "everything"  # with every other list
    UNCONFIRMED = "unconfirmed"  # never confirmed, so it lapsed
    STAFF = "staff"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class MailingList(Shown):
    """A list people can subscribe to; closed lists stay in the record."""

    __tablename__ = "mailing_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    promise: Mapped[str] = mapped_column(default="")  # what a subscriber gets
    cadence: Mapped[str] = mapped_column(default="")  # how often: "Weekdays, 07:00"
    sender_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[dt.datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it takes subscribers and sends campaigns."""
        return self.closed_at is None

    def close(self) -> None:
        """Take no more subscribers and send nothing more; the record stays."""
        self.closed_at = self.closed_at or clock.now()


class Subscriber(Base):
    """An address. It may or may not belong to an account."""

    __tablename__ = "subscribers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # When the address first proved to be its owner's.
    confirmed_at: Mapped[dt.datetime | None]
    # Named in preference links: changing it makes every earlier one end.
    link_version: Mapped[int] = mapped_column(default=0)

    subscriptions: Mapped[list[Subscription]] = relationship(back_populates="subscriber")

    def prove(self, at: dt.datetime) -> None:
        """The owner of the address showed that they read it; the first time counts."""
        self.confirmed_at = self.confirmed_at or at


class Subscription(Base):
    """Joins a subscriber to a list. It ends; it never vanishes, and joining again is a new row."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index(
            "uq_subscriptions_open",
            "subscriber_id",
            "list_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_subscriptions_audience", "list_id", "ended_at", "confirmed_at", "subscriber_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"), index=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    source: Mapped[str]  # "form", "import", "staff", "preferences", "undo"
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")

    subscriber: Mapped[Subscriber] = relationship(back_populates="subscriptions")
    mailing_list: Mapped[MailingList] = relationship()

    @property
    def is_mailable(self) -> bool:
        """Whether campaigns of the list reach it."""
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def has_left(self) -> bool:
        """Whether the person, or what became of mail to them, ended it; lapsing does not count."""
        return self.ended_at is not None and self.ended_reason != Ended.UNCONFIRMED

    def confirm(self, at: dt.datetime) -> None:
        """The owner of the address agreed; the first time counts."""
        self.confirmed_at = self.confirmed_at or at

    def end(self, reason: str, at: dt.datetime) -> None:
        """End it; the first reason counts."""
        if self.ended_at is None:
            self.ended_at, self.ended_reason = at, reason


class Consent(Base):
    """One entry of the consent record; entries are only ever added."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"), index=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"), index=True)
    event: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    source: Mapped[str]  # which form, file, link or staff member
    wording: Mapped[str] = mapped_column(Text, default="")
    wording_version: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(
        Text, default=""
    )  # staff's or a file's own words; a reason
    network_address: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")


class Suppression(Base):
    """An address that must not be mailed, whatever lists it is on."""

    __tablename__ = "suppressions"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)


def open_lists() -> Select[MailingList]:
    """Lists that anyone may join, in their order."""
    return (
        select(MailingList)
        .where(MailingList.closed_at.is_(None), MailingList.is_public)
        .order_by(MailingList.position, MailingList.name)
    )


def list_by_slug(slug: str) -> Select[MailingList]:
    """The list with a slug, closed or not."""
    return select(MailingList).where(MailingList.slug == slug)


def suppression_of(email: str) -> Select[Suppression]:
    """The reason why a normalised address must not be mailed, if there is one."""
    return select(Suppression).where(Suppression.email == email)


def subscriber_by_email(email: str) -> Select[Subscriber]:
    """The subscriber with a normalised address."""
    return select(Subscriber).where(Subscriber.email == email)


def open_subscriptions(subscriber: Subscriber) -> Select[Subscription]:
    """What the subscriber asked for or gets, pending ones included."""
    return (
        select(Subscription)
        .where(Subscription.subscriber_id == subscriber.id, Subscription.ended_at.is_(None))
        .order_by(Subscription.id)
    )
