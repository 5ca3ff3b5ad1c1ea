"""What comes of letters: the links that are counted, clicks before and after they are judged."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base
from ..models import BigId

PICTURE = 0  # the position of the picture that tells an opening; links begin at 1


class ReactionKind(enum.StrEnum):
    """What one recipient did with a letter, or what became of it after a server took it."""

    LEFT = "left"
    COMPLAINED = "complained"
    BOUNCED = "bounced"
    OPENED = "opened"  # and clicked: only of lists that say so to their readers
    CLICKED = "clicked"


class LetterLink(Base):
    """A link of a launched letter that is counted, or the picture that tells an opening."""

    __tablename__ = "letter_links"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    position: Mapped[int]
    url: Mapped[str] = mapped_column(Text)  # where it leads; empty for the picture
    # Frozen at launch: whether each recipient's link names the recipient.
    is_personal: Mapped[bool]


class Click(Base):
    """A link followed, or the picture fetched, until it is judged: for minutes, then it goes."""

    __tablename__ = "clicks"
    __table_args__ = (Index("ix_clicks_visit", "visitor", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("letter_links.id"))
    # The recipient, where the link named one; else a keyed hash of network and program.
    delivery_id: Mapped[int | None] = mapped_column(BigId)
    visitor: Mapped[str]
    at: Mapped[dt.datetime]
    flaw: Mapped[str]  # what shows a machine at once: see judging


class ClickCount(Base):
    """How often a link was followed within one hour: by people, and by machines."""

    __tablename__ = "click_counts"

    link_id: Mapped[int] = mapped_column(ForeignKey("letter_links.id"), primary_key=True)
    hour: Mapped[dt.datetime] = mapped_column(primary_key=True)  # its beginning
    people: Mapped[int]
    machines: Mapped[int]


class Reaction(Base):
    """What one recipient did with one letter; each once."""

    __tablename__ = "reactions"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 0: no link
    subscriber_id: Mapped[int] = mapped_column(
        ForeignKey("subscribers.id"), primary_key=True, index=True
    )
    at: Mapped[dt.datetime]


class IssueFigures(Base):
    """The sums of an issue that was sent, kept so that later ones can be held against them."""

    __tablename__ = "issue_figures"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    finished_at: Mapped[dt.datetime]  # the end of the sending that they are of
    sent: Mapped[int]
    refused: Mapped[int]
