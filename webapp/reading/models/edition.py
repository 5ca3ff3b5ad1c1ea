"""The edition of the paper."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base

THE_EDITION = 1  # the only row


class Edition(Base):
    """The version of what the public sees: one row, counted up by every change."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[dt.datetime]
