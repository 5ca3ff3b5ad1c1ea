"""The ledger, in which every recipient of a campaign is accounted for."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base

BigId = BigInteger().with_variant(Integer, "sqlite")
# Who is put off until the limit of a domain has room.
HELD = "held_for <> '' AND state = 'deferred'"


class DeliveryState(enum.StrEnum):
    """Where one recipient stands. The states of a campaign add up to its audience."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


class Delivery(Base):
    """One recipient of one campaign."""

    __tablename__ = "deliveries"
    __table_args__ = (
        # The person first: so it finds the letters of one as well. Of a campaign the next one does.
        UniqueConstraint("subscriber_id", "campaign_id"),
        # In the order in which deliveries are claimed.
        Index("ix_deliveries_state", "campaign_id", "state", "next_try_at", "id"),
        Index(
            "ix_deliveries_leases",
            "lease_ends_at",
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
        Index(
            "ix_deliveries_held",
            *("campaign_id", "held_for", "id"),
            sqlite_where=text(HELD),
            postgresql_where=text(HELD),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    # Through which list, of those the letter goes to; none: through its own.
    list_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"))
    # The address as frozen at launch.
    email: Mapped[str]
    state: Mapped[str] = mapped_column(default=DeliveryState.PENDING)
    reason: Mapped[str] = mapped_column(default="")  # why skipped
    claimed_by: Mapped[str] = mapped_column(default="")
    lease_ends_at: Mapped[dt.datetime | None]
    next_try_at: Mapped[dt.datetime | None]
    # Of who is put off, with no time of their own, until the limit of this domain has room.
    held_for: Mapped[str] = mapped_column(default="", server_default="")
    tries: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[dt.datetime | None]
    reply: Mapped[str] = mapped_column(default="")  # the server's last words
