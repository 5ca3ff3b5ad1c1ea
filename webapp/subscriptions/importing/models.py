"""Imports: each file that was brought, how far it is taken in, and what it did row by row."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from ..models import MailingList
from .rows import Report


class ImportState(enum.StrEnum):
    """Where an import stands."""

    READING = "reading"  # the file is judged and held against the tables
    ASKING = "asking"  # somebody must say what the columns hold
    REFUSED = "refused"  # the file cannot be read
    READY = "ready"  # what it would do is known; nothing is changed
    APPLYING = "applying"
    PAUSED = "paused"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


# States in which the worker has something to do.
WORKED_ON = (ImportState.READING, ImportState.APPLYING, ImportState.UNDOING)
# States in which nothing was changed, so that the file may be forgotten.
UNAPPLIED = (ImportState.READING, ImportState.ASKING, ImportState.REFUSED, ImportState.READY)


class Did(enum.StrEnum):
    """What an import did for one person."""

    JOINED = "joined"  # put them on the list
    CONFIRMED = "confirmed"  # brought the proof of one who waited
    NAMED = "named"  # gave a name to one who had none
    FILLED = "filled"  # gave attributes to one who lacked them


class Import(Base):
    """One file taken into one list, in steps."""

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "ix_imports_worked_on",
            "state",
            sqlite_where=text("state IN ('reading', 'applying', 'undoing')"),
            postgresql_where=text("state IN ('reading', 'applying', 'undoing')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("mailing_lists.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    who: Mapped[str]  # the address of who brought it, or "command line"
    undone_by: Mapped[str] = mapped_column(default="")
    network_address: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(unique=True)  # of its folder, see storing
    name: Mapped[str]  # of the file
    sha256: Mapped[str]
    size: Mapped[int]  # bytes
    asks: Mapped[bool] = mapped_column(default=False)  # mail those without proof to confirm
    mapped: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # column to field
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see preparing.Survey
    state: Mapped[str] = mapped_column(default=ImportState.READING)
    trouble: Mapped[str] = mapped_column(default="")  # why it is refused or paused, a sentence
    rows: Mapped[int] = mapped_column(default=0)  # of the file
    position: Mapped[int] = mapped_column(default=0)  # the row up to which work is done
    expected: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # counts of the dry run
    done: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # counts of what was done
    undone: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # and taken back
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    stepped_at: Mapped[dt.datetime] = mapped_column(default=clock.now)  # the last sign of work
    applied_at: Mapped[dt.datetime | None]  # begun
    finished_at: Mapped[dt.datetime | None]  # done or undone

    mailing_list: Mapped[MailingList] = relationship()

    @property
    def would(self) -> Report:
        """What the dry run found."""
        return Report.of(self.expected)

    @property
    def did(self) -> Report:
        """What was done until now."""
        return Report.of(self.done)

    @property
    def is_worked_on(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in WORKED_ON

    def turn(self, state: ImportState, trouble: str = "") -> None:
        """Go over to another state."""
        self.state, self.trouble, self.stepped_at = state, trouble, clock.now()
        if state in {ImportState.DONE, ImportState.UNDONE}:
            self.finished_at = self.stepped_at


class ImportEntry(Base):
    """What an import did for one person: by this it is undone, and by this it adds up."""

    __tablename__ = "import_entries"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)  # of the row in the file
    subscriber_id: Mapped[int]
    subscription_id: Mapped[int]
    did: Mapped[str]
    is_new: Mapped[bool]  # the address was not known before
    is_proven: Mapped[bool]  # the address had proven itself to nobody before
    # The hash of the name it gave: enough to see whether the name is still that one.
    name: Mapped[str] = mapped_column(default="")
    # The hash of each attribute it gave, by name.
    attributes: Mapped[dict[str, str] | None] = mapped_column(JSON)


def worked_on() -> Select[Import]:
    """The imports that a worker has something to do for."""
    return select(Import).where(Import.state.in_(WORKED_ON)).order_by(Import.id)
