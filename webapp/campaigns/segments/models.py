"""A segment: conditions kept under a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base


class Segment(Base):
    """Conditions under a name. Who meets them is found anew each time, so it is always right."""

    __tablename__ = "segments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON)  # see conditions.Conditions
    # The list that the conditions name; who manages it may use the segment.
    list_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL")
    )
