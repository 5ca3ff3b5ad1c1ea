"""An inspection of a letter: of which version it is, and what it found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base

_UNFINISHED = text("finished_at IS NULL")


class Inspection(Base):
    """The newest inspection of a letter; one that is asked for again begins anew."""

    __tablename__ = "inspections"
    __table_args__ = (
        Index(
            "ix_inspections_unfinished",
            "lease_ends_at",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]  # of the letter
    asked_at: Mapped[dt.datetime]
    # Until when a worker has it to itself; one that died loses it then.
    lease_ends_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see reporting.Report

    def begin(self, version: int) -> None:
        """Ask for it anew, of that version."""
        self.version, self.asked_at, self.report = version, clock.now(), {}
        self.lease_ends_at = self.finished_at = None
