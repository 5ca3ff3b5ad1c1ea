"""What an audience is put together from, beside the letter's own list and its segment."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base
from ...subscriptions.models import MailingList
from ..segments.models import Segment


class AudiencePart(Base):
    """One more list a letter goes to; or, left out, a list or a segment it does not go to."""

    __tablename__ = "audience_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    list_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segments.id"), index=True)
    is_left_out: Mapped[bool]

    mailing_list: Mapped[MailingList | None] = relationship()
    segment: Mapped[Segment | None] = relationship()
