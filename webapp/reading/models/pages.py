"""Standing pages, and the texts that readers offer."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base, Shown


class Page(Shown):
    """A standing page: About Us, Privacy Policy, Contact."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # What readers agreed to, where they are asked to: a new one makes them be asked again.
    version: Mapped[str] = mapped_column(default="", server_default="")


class Submission(Base):
    """A text a reader offers to the desk."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    headline: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    network_address: Mapped[str]
    sent_at: Mapped[dt.datetime] = mapped_column(default=clock.now, index=True)
    # When the desk dealt with it, and how: "taken" or "declined".
    settled_at: Mapped[dt.datetime | None]
    verdict: Mapped[str] = mapped_column(default="")

    def settle(self, verdict: str, at: dt.datetime) -> None:
        """The desk took or declined it; the last verdict counts."""
        self.verdict, self.settled_at = verdict, at
