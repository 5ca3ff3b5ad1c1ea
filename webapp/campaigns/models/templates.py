"""Templates: what the letters of a list begin with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base


class LetterTemplate(Base):
    """What the new letters of a list begin with; its stories are not kept, only their places."""

    __tablename__ = "letter_templates"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("mailing_lists.id", ondelete="CASCADE"), primary_key=True
    )
    preheader: Mapped[str]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # see blocks.kinds
    saved_at: Mapped[dt.datetime] = mapped_column(default=clock.now, onupdate=clock.now)
