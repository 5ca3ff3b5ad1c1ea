"""The audit log: who on the staff did what, and to what."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .. import clock
from ..database import Base


class AuditEntry(Base):
    """One act of a staff member; entries are only ever added."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    actor: Mapped[str]  # the address, kept when the account is gone; "command line" for the cli
    act: Mapped[str]  # a verb and a noun: "closed list"
    subject: Mapped[str]  # what it was done to: "The Week"
    detail: Mapped[str] = mapped_column(default="")
    network_address: Mapped[str] = mapped_column(default="")
