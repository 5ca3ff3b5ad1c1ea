"""Addresses and domains that must not be mailed."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Base
from ..hashing import hashed


class DomainState(enum.StrEnum):
    """How far a suppressed domain has come; see spreading."""

    SPREADING = "spreading"  # some addresses there have no suppression of their own yet
    SPREAD = "spread"
    LIFTED = "lifted"  # it counts no more; the addresses suppressed with it are being freed


class SuppressedDomain(Base):
    """A domain to which nothing is written, nor to any below it.

    Every address that is there is given a suppression of its own, so whoever asks about many
    addresses needs not ask about domains; those that come later are refused: see suppressing.
    """

    __tablename__ = "suppressed_domains"
    __table_args__ = (
        # A claim asks for all that count, and needs nothing else of them.
        Index(
            "ix_suppressed_domains_counting",
            "domain",
            sqlite_where=text("state <> 'lifted'"),
            postgresql_where=text("state <> 'lifted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)
    state: Mapped[str] = mapped_column(
        default=DomainState.SPREADING, server_default=DomainState.SPREAD.value
    )


class Suppression(Base):
    """An address that must not be mailed, whatever lists it is on.

    Of one that its owner had erased only the hash is left: see hashing.
    """

    __tablename__ = "suppressions"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)
    # Set when the address is suppressed with its domain alone, and free again with it.
    domain_id: Mapped[int | None] = mapped_column(
        ForeignKey("suppressed_domains.id", ondelete="CASCADE"), index=True
    )


def suppression_of(email: str) -> Select[Suppression]:
    """The reason why a normalised address must not be mailed, if there is one."""
    return select(Suppression).where(Suppression.email.in_((email, hashed(email))))


def domains_of(email: str) -> list[str]:
    """The domain of a normalised address and all above it but the top: a.b.example, b.example."""
    labels = email.rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def suppressed_domain_of(email: str) -> Select[SuppressedDomain]:
    """The domain with which a normalised address is suppressed, if it is."""
    return suppressed_domains().where(SuppressedDomain.domain.in_(domains_of(email)))


def suppressed_domains() -> Select[SuppressedDomain]:
    """The domains to which nothing is written."""
    return select(SuppressedDomain).where(SuppressedDomain.state != DomainState.LIFTED)
