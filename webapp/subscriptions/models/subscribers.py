"""Addresses, and what joins them to lists."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import JSON, ForeignKey, Index, Select, select, text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from .lists import MailingList


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
    UNDONE = "import undone"  # the import that began it was taken back
    MOVED = "moved"  # it goes on at another address of the person


# Ends by which nobody said anything: such a person may come by a file again.
SAYS_NOTHING = (Ended.UNCONFIRMED, Ended.UNDONE)


class Frequency(enum.StrEnum):
    """How many letters of a list a subscriber takes; of more, the first that is due comes."""

    EVERY = "every"
    WEEK = "week"
    MONTH = "month"


class Subscriber(Base):
    """An address. It may or may not belong to an account."""

    __tablename__ = "subscribers"
    __table_args__ = (
        Index(
            "ix_subscribers_paused",
            "paused_until",
            sqlite_where=text("paused_until IS NOT NULL"),
            postgresql_where=text("paused_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # When the address first proved to be its owner's.
    confirmed_at: Mapped[dt.datetime | None]
    # Named in preference links: changing it makes every earlier one end.
    link_version: Mapped[int] = mapped_column(default=0)
    # No letter before this moment: see pausing.
    paused_until: Mapped[dt.datetime | None]
    # What else is known of the person: see attributing.
    attributes: Mapped[dict[str, str]] = mapped_column(
        JSON().with_variant(JSONB(), "postgresql"), default=dict, server_default="{}"
    )

    subscriptions: Mapped[list[Subscription]] = relationship(back_populates="subscriber")

    @property
    def is_paused(self) -> bool:
        """Whether no letter comes for now, as its owner wished."""
        return self.paused_until is not None and self.paused_until > clock.now()

    def prove(self, at: dt.datetime) -> None:
        """The owner of the address showed that they read it; the first time counts."""
        self.confirmed_at = self.confirmed_at or at


def _by_list(name: str, *columns: str, sqlite: str, postgresql: str = "") -> Index:
    """An index of a part of each list, from which its pages and counts are read."""
    return Index(
        f"ix_subscriptions_{name}",
        *("list_id", *(columns or ("source", "id")), "subscriber_id"),
        sqlite_where=text(sqlite),
        postgresql_where=text(postgresql or sqlite),
    )


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
        Index(
            "ix_subscriptions_person",
            *("subscriber_id", "list_id", "is_newest", "ended_at", "confirmed_at", "source"),
        ),
        _by_list("confirmed", sqlite="ended_at IS NULL AND confirmed_at IS NOT NULL"),
        _by_list("awaiting", sqlite="ended_at IS NULL AND confirmed_at IS NULL"),
        Index(
            "ix_subscriptions_hour",
            *("list_id", "hour"),
            sqlite_where=text("hour IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("hour IS NOT NULL AND ended_at IS NULL"),
        ),
        _by_list(
            "left",
            sqlite="ended_at IS NOT NULL AND is_newest = 1",
            postgresql="ended_at IS NOT NULL AND is_newest",
        ),
        # Few take fewer letters; before each launch it is said how many are spared.
        Index(
            "ix_subscriptions_fewer",
            *("list_id", "frequency", "subscriber_id"),
            sqlite_where=text("frequency != 'every' AND ended_at IS NULL"),
            postgresql_where=text("frequency != 'every' AND ended_at IS NULL"),
        ),
        _by_list(
            *("asked", "asked_at", "id", "confirmed_at", "ended_at", "source"),
            sqlite="is_newest = 1",
            postgresql="is_newest",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    # Whether the person has no later one to the list; kept by triggers.
    is_newest: Mapped[bool] = mapped_column(default=True, server_default=true())
    source: Mapped[str]  # "form", "import", "staff", "preferences", "undo"
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    frequency: Mapped[str] = mapped_column(
        default=Frequency.EVERY, server_default=Frequency.EVERY.value
    )

    # At which a digest comes, where the paper is; none: at the list’s.
    hour: Mapped[int | None]

    subscriber: Mapped[Subscriber] = relationship(back_populates="subscriptions")
    mailing_list: Mapped[MailingList] = relationship()

    @property
    def is_mailable(self) -> bool:
        """Whether campaigns of the list reach it."""
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def has_left(self) -> bool:
        """Whether the person, or what became of mail to them, ended it: see SAYS_NOTHING."""
        return self.ended_at is not None and self.ended_reason not in SAYS_NOTHING

    def confirm(self, at: dt.datetime) -> None:
        """The owner of the address agreed; the first time counts."""
        self.confirmed_at = self.confirmed_at or at

    def end(self, reason: str, at: dt.datetime) -> None:
        """End it; the first reason counts."""
        if self.ended_at is None:
            self.ended_at, self.ended_reason = at, reason


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
