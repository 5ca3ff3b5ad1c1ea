"""The limits that an owner set, and the allowances that were taken of them."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import JSON, BigInteger, Date, Index, Integer, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base

EVERY_OTHER = "*"  # the domain of a limit for each domain that has none of its own


class Kind(enum.StrEnum):
    """What a limit is of."""

    ALL = "all"
    SERVER = "server"
    DOMAIN = "domain"


class Span(enum.StrEnum):
    """In which time letters are counted: the last minute, the last hour, the paper’s day."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class SendingLimit(Base):
    """How many letters may leave: over all, through one server, or to one domain."""

    __tablename__ = "sending_limits"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    # Nothing, a server as host:port, or domains that count together, parted by spaces.
    name: Mapped[str] = mapped_column(default="")
    per_minute: Mapped[int | None]
    per_hour: Mapped[int | None]
    per_day: Mapped[int | None]
    # Letters on the first day, the second, …; after the last of them only the other numbers hold.
    warm_up: Mapped[list[int]] = mapped_column(JSON, default=list)
    warms_up_from: Mapped[dt.date | None] = mapped_column(Date)
    changed_at: Mapped[dt.datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def key(self) -> str:
        """Under which allowances of it are counted."""
        return key_of(self.kind, self.name)

    @property
    def domains(self) -> list[str]:
        """The domains that count together."""
        return self.name.split() if self.kind == Kind.DOMAIN else []

    def warm_up_day(self, today: dt.date) -> int:
        """The day of the plan, from 1; 0 and less before it begins, and also without a plan."""
        return (today - self.warms_up_from).days + 1 if self.warms_up_from else 0

    def is_warming_up(self, today: dt.date) -> bool:
        """Whether the plan has not come to its end yet."""
        return bool(self.warm_up) and self.warm_up_day(today) <= len(self.warm_up)

    def most(self, today: dt.date) -> dict[Span, int]:
        """The numbers that hold today; before a plan begins nothing may leave."""
        plain = {Span.MINUTE: self.per_minute, Span.HOUR: self.per_hour, Span.DAY: self.per_day}
        numbers = {span: number for span, number in plain.items() if number is not None}
        if self.is_warming_up(today):
            day = self.warm_up_day(today)
            warm = self.warm_up[day - 1] if day > 0 else 0
            numbers[Span.DAY] = min(warm, numbers.get(Span.DAY, warm))
        return numbers


class Allowance(Base):
    """Letters that somebody may send, or sent, of one limit.

    A batch takes its letters before they go and gives back those that did not; whatever it took
    counts as sent until ``ends_at``: the end of its lease, and once it is settled that moment.
    """

    __tablename__ = "sending_allowances"
    __table_args__ = (Index("ix_sending_allowances_key", "key", "ends_at"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str]
    # The name under which its batch is claimed; nothing once many were added up.
    taken_by: Mapped[str] = mapped_column(default="", index=True)
    number: Mapped[int]
    ends_at: Mapped[dt.datetime]


def key_of(kind: str, name: str) -> str:
    """Under which key letters are counted: of all, of a server, of domains."""
    return f"{kind} {name}".rstrip()


def limits() -> Select[SendingLimit]:
    """Every limit: the overall one, servers, then domains by name."""
    return select(SendingLimit).order_by(
        SendingLimit.kind != Kind.ALL, SendingLimit.kind.desc(), SendingLimit.name
    )
