"""Alerts: stories that went out to lists of breaking alerts."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base
from .campaigns import Campaign


class Alert(Base):
    """A story that went out to a list of breaking alerts; again only under another number."""

    __tablename__ = "alerts"
    __table_args__ = (UniqueConstraint("list_id", "article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]  # from 1
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
