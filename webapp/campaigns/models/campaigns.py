"""Campaigns: one mailing to one list, from the draft to the archive."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Select,
    Text,
    UniqueConstraint,
    false,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from ...subscriptions.models import ListKind, MailingList, has_page
from ..audience.models import AudiencePart
from ..segments.models import Segment
from ..states import CampaignState, Step


class Campaign(Base):
    """One mailing to one list."""

    __tablename__ = "campaigns"
    __table_args__ = (
        UniqueConstraint("list_id", "issue"),
        Index(
            "uq_campaigns_sample",
            "list_id",
            unique=True,
            sqlite_where=text("is_sample = 1"),
            postgresql_where=text("is_sample"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"))
    # Only those on the list who are in it; none: everyone on the list.
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segments.id"))
    # Whether the segment alone says who gets it, each through a newsletter among the parts.
    is_across_lists: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Of a digest: only those who get the list at this hour.
    hour: Mapped[int | None]
    # Of a digest of what readers follow: how many of its stories one of them gets at most.
    most_followed: Mapped[int | None]
    subject: Mapped[str]
    preheader: Mapped[str] = mapped_column(default="")
    # What staff put together (see blocks.kinds), and the HTML and the text made of it. A draft’s
    # are made anew when it changes; at launch all three are made for the last time, and stay.
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    body: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Of which blocks a text edited by hand was the twin; nothing: it is made from the blocks.
    text_twin_of: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default=CampaignState.DRAFT, index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL")
    )
    # Set at launch: the number of the issue within its list, and the frozen number of recipients.
    issue: Mapped[int | None]
    audience: Mapped[int] = mapped_column(default=0)
    launched_at: Mapped[dt.datetime | None]
    # When nobody was left to send to, or to settle after it was cancelled.
    finished_at: Mapped[dt.datetime | None]
    # When it is to be launched by itself, and why it was not.
    scheduled_at: Mapped[dt.datetime | None]
    held_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Since when it is paused, and the engine’s sentence why; none where a person paused it.
    paused_at: Mapped[dt.datetime | None]
    paused_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Counts the changes of what is sent and to whom; an approval is of one version.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL")
    )
    approved_version: Mapped[int | None]
    approved_at: Mapped[dt.datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL")
    )
    # The one letter of its list, sent or written for this alone, that shows what the list is like.
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    mailing_list: Mapped[MailingList] = relationship()
    segment: Mapped[Segment | None] = relationship()
    # Further lists, and who is left out.
    parts: Mapped[list[AudiencePart]] = relationship(
        cascade="all, delete-orphan", order_by="AudiencePart.id"
    )

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.state == CampaignState.DRAFT

    @property
    def is_approved(self) -> bool:
        """Whether a second person approved it as it is now."""
        return self.approved_version == self.version

    def may(self, step: str) -> bool:
        """Whether a step, by its name in small letters, can be taken from here."""
        return Step[step.upper()].may_begin(self.state)

    def take(self, step: Step) -> None:
        """Stand where the step leads. Raises StepRefused."""
        self.state = step.leads_from(self.state)

    def is_shown(self) -> bool:
        """In the archive, once it is an issue; as the sample of its list, or until just now."""
        before = inspect(self).attrs.is_sample.history.deleted
        return self.issue is not None or self.is_sample or True in before

    def launch(self, issue: int, audience: int, at: dt.datetime) -> None:
        """It is on its way, as that issue, to that many recipients."""
        self.take(Step.LAUNCH)
        self.issue, self.audience, self.launched_at = issue, audience, at


def sending_campaigns() -> Select[Campaign]:
    """Campaigns on their way, breaking alerts first, then the oldest."""
    return (
        select(Campaign)
        .join(MailingList)
        .where(Campaign.state == CampaignState.SENDING)
        .order_by(MailingList.kind != ListKind.ALERT, Campaign.launched_at, Campaign.id)
    )


def issues() -> Select[Campaign]:
    """Every issue the archive shows: launched, of public lists, the newest first."""
    return (
        select(Campaign)
        .join(MailingList)
        .where(Campaign.issue.is_not(None), has_page())
        .order_by(Campaign.launched_at.desc(), Campaign.id.desc())
    )


def issue_of(slug: str, number: int) -> Select[Campaign]:
    """One issue of a public list."""
    return issues().where(MailingList.slug == slug, Campaign.issue == number)
