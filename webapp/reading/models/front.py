"""The front page, as far as editors lay it out by hand."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Shown
from .stories import Article


class Place(enum.StrEnum):
    """Where on the front page an editor can pin a story."""

    LEAD = "lead"
    SECOND = "second"


class Placement(Shown):
    """A story pinned to a place of the front page; what is not pinned fills itself by recency.

    One pinned lead stands large, two or three stand side by side as equals.
    """

    __tablename__ = "placements"
    __table_args__ = (UniqueConstraint("place", "position"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    place: Mapped[str]
    position: Mapped[int]  # from 1

    article: Mapped[Article] = relationship()
