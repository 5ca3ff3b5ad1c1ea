"""Addresses that took another's place, while that can be undone."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base


class SubscriberMove(Base):
    """Letters that go to another address; the old one's owner can have them back for a while."""

    __tablename__ = "subscriber_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"), index=True)
    # The subscriber who had the new address already and got the letters; none: the row itself
    # took the new address.
    into_id: Mapped[int | None] = mapped_column(ForeignKey("subscribers.id"), index=True)
    old_email: Mapped[str]
    new_email: Mapped[str]
    moved_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[dt.datetime | None]
