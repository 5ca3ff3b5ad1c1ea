"""Why people left, in their own choice of words, if they said so."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base


class Why(enum.StrEnum):
    """The reasons that are offered to who left."""

    TOO_MANY = "too-many"
    NOT_MINE = "not-mine"
    NOT_ASKED = "not-asked"
    ELSEWHERE = "elsewhere"
    LOOKS = "looks"
    OTHER = "other"


class Farewell(Base):
    """Why somebody left a list. It names nobody: the subscription does, until its erasure."""

    __tablename__ = "farewells"
    __table_args__ = (Index("ix_farewells_list", "list_id", "at", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscriptions.id"), unique=True)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    reason: Mapped[str]  # a Why, or empty
    words: Mapped[str] = mapped_column(Text, default="")
