"""What takes days: a changed address that can be put back, an invitation, a copy of one's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base
from .factors import owners_column

INVITATION_LASTS = dt.timedelta(days=3)


class AddressChange(Base):
    """An address that took another's place; the old one's owner can put it back for a while."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column()
    old_email: Mapped[str]
    new_email: Mapped[str]
    changed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    restored_at: Mapped[dt.datetime | None]


class Invitation(Base):
    """A role offered to the owner of an address; taking it proves the address."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    # Which lists a list manager may manage: ids with spaces between; empty means all.
    lists: Mapped[str] = mapped_column(default="")
    invited_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    invited_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[dt.datetime]
    taken_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken."""
        return not (self.taken_at or self.withdrawn_at) and self.expires_at > clock.now()

    @property
    def list_ids(self) -> list[int]:
        """The lists it names; none means all."""
        return [int(number) for number in self.lists.split()]

    def offer(self, role: str, list_ids: Iterable[int], by: int | None) -> None:
        """Offer the role from now on, whatever became of an earlier offer."""
        self.role, self.lists = role, " ".join(map(str, list_ids))
        self.invited_by_id, self.taken_at, self.withdrawn_at = by, None, None
        self.renew()

    def take(self) -> None:
        """Note that its owner has the role now."""
        self.taken_at = clock.now()

    def withdraw(self) -> None:
        """Let its links end."""
        self.withdrawn_at = clock.now()

    def renew(self) -> None:
        """Begin its days anew; links made before end."""
        self.invited_at = clock.now()
        self.expires_at = self.invited_at + INVITATION_LASTS


def invitation_of(email: str) -> Select[Invitation]:
    """The invitation of a normalised address, whatever became of it."""
    return select(Invitation).where(Invitation.email == email)


def waiting_invitations() -> Select[Invitation]:
    """Invitations that were neither taken nor withdrawn, also those that expired; newest first."""
    return (
        select(Invitation)
        .where(Invitation.taken_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )


class DataExport(Base):
    """A copy of everything kept about an account: asked for, made by a job, fetched by a link."""

    __tablename__ = "data_exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = owners_column()
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    made_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    archive: Mapped[bytes | None]  # the zip file, until it expires
