"""What is known of a list by a look at all its rows, once a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base


class ListSurvey(Base):
    """The last survey of a list: see surveying. No screen has to look at all rows by itself."""

    __tablename__ = "list_surveys"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("mailing_lists.id", ondelete="CASCADE"), primary_key=True
    )
    made_at: Mapped[dt.datetime]
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
