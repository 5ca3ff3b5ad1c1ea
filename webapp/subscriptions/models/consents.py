"""The consent record: a chain of entries that nobody changes, and details that may be erased."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, Text, or_, select, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from ...database import Base
from ..hashing import later_lives, names_of, person_of
from .lists import MailingList
from .subscribers import Subscriber


class ConsentEvent(enum.StrEnum):
    """What happened to a person's agreement."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    IMPORTED = "imported"
    ADDED = "added"
    ENDED = "ended"
    REOPENED = "reopened"  # staff took back that they ended it
    SUPPRESSED = "suppressed"  # nothing is written to the address from here on
    LIFTED = "lifted"  # and from here on it may be written to again
    SPACED = "spaced"  # how often letters come at most; the reason says it
    PAUSED = "paused"  # no letter for a while; the reason says until when
    RESUMED = "resumed"  # the pause was ended early
    MOVED = "moved"  # the letters go to another address of the person from here on
    ERASED = "erased"  # the details of every earlier entry are gone


class Consent(Base):
    """One entry of the consent record. The database refuses to change or remove one.

    Entries are written by webapp.subscriptions.chaining alone, which numbers them without a gap.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "ix_consents_person_alone",
            "person",
            sqlite_where=text("subscriber_id IS NULL"),
            postgresql_where=text("subscriber_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # its place in the chain
    subscriber_id: Mapped[int | None] = mapped_column(ForeignKey("subscribers.id"), index=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"))
    person: Mapped[str]  # the keyed hash of the address: see hashing
    event: Mapped[str]
    at: Mapped[dt.datetime]
    source: Mapped[str]  # which form, file, link or staff member
    reason: Mapped[str]  # why it ended
    wording: Mapped[str] = mapped_column(Text)
    wording_version: Mapped[str]
    link: Mapped[str]  # the id of the mailed link that was sent or used: see links.id_of
    details_hash: Mapped[str]  # what the details are held against; empty when there never were any
    hash: Mapped[str]  # over all of this and the hash before: see webapp.subscriptions.sealing

    details: Mapped[ConsentDetails | None] = relationship(lazy="joined", viewonly=True)
    mailing_list: Mapped[MailingList | None] = relationship(viewonly=True)

    @property
    def evidence(self) -> str:
        """Staff's or a file's own words; empty once they are erased."""
        return self.details.evidence if self.details else ""

    @property
    def network_address(self) -> str:
        """Where the request came from; empty once it is erased."""
        return self.details.network_address if self.details else ""

    @property
    def user_agent(self) -> str:
        """With which browser; empty once it is erased."""
        return self.details.user_agent if self.details else ""


class ConsentDetails(Base):
    """What an entry says that names a person. It may be erased, never changed."""

    __tablename__ = "consent_details"

    consent_id: Mapped[int] = mapped_column(
        ForeignKey("consents.id"), primary_key=True, autoincrement=False
    )
    salt: Mapped[str]  # keeps anyone from guessing what was erased
    address: Mapped[str]
    evidence: Mapped[str] = mapped_column(Text)  # staff's or a file's own words
    network_address: Mapped[str]
    user_agent: Mapped[str]


class ConsentHead(Base):
    """The one row that names the last entry; whoever adds one holds it, so there is one order."""

    __tablename__ = "consent_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str]
    seal: Mapped[str]  # under the address key, so that the database alone cannot make one


def consents_about(email: str) -> Select[Consent]:
    """Every entry about a normalised address, with its list, oldest first.

    Also those under its hash, from before its owner had it erased.
    """
    is_theirs = Subscriber.email.in_(names_of(email))
    is_later = Subscriber.email.between(*later_lives(email))
    theirs = select(Subscriber.id).where(or_(is_theirs, is_later))
    alone = Consent.subscriber_id.is_(None) & (Consent.person == person_of(email))
    return (
        select(Consent)
        .where(or_(Consent.subscriber_id.in_(theirs), alone))
        .options(joinedload(Consent.mailing_list))
        .order_by(Consent.id)
    )
