"""Actions: what is to be changed, for whom, how far it is done, and what it did to each person."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Select, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...database import Base
from ...subscriptions.models import MailingList


class Kind(enum.StrEnum):
    """What an action does to each of its people."""

    END = "end"  # their subscription to a list ends
    SUPPRESS = "suppress"  # nothing is written to their address any more
    SET = "set"  # they get an attribute
    REMOVE = "remove"  # an attribute is taken from them


class ActionState(enum.StrEnum):
    """Where an action stands."""

    GATHERING = "gathering"  # its people are found, and held against what it would change
    READY = "ready"  # what it would do is known; nothing is changed
    APPLYING = "applying"
    PAUSED = "paused"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"  # nobody applied it; it is forgotten step by step


# States in which the worker has something to do.
WORKED_ON = (
    ActionState.GATHERING,
    ActionState.APPLYING,
    ActionState.UNDOING,
    ActionState.DROPPED,
)
UNDO_FOR = dt.timedelta(days=7)
_WAITS = text("state IN ('gathering', 'applying', 'undoing', 'dropped')")


class Action(Base):
    """One change to everybody that a search found."""

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_worked_on", "state", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON)  # see segments.conditions
    # The list that the conditions name; who does not manage it sees nothing of the action.
    among_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"))
    list_id: Mapped[int | None] = mapped_column(ForeignKey("mailing_lists.id"))  # END: of what
    attribute: Mapped[str] = mapped_column(default="")  # SET and REMOVE: its name
    value: Mapped[str] = mapped_column(default="")  # SET
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")  # SUPPRESS: where it can be looked up
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    who: Mapped[str]  # the address of who made it
    network_address: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")
    undone_by: Mapped[str] = mapped_column(default="")
    undo_reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(default=ActionState.GATHERING)
    attempt: Mapped[int] = mapped_column(default=0)  # at gathering; a later one ends an earlier one
    position: Mapped[int] = mapped_column(default=0)  # the subscriber up to whom work is done
    expected: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # people by verdict
    samples: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)  # the first of each
    done: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # people by verdict
    undone: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # "back" and "stayed"
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    stepped_at: Mapped[dt.datetime] = mapped_column(default=clock.now)  # the last sign of work
    applied_at: Mapped[dt.datetime | None]  # begun
    finished_at: Mapped[dt.datetime | None]  # done or undone

    mailing_list: Mapped[MailingList | None] = relationship(foreign_keys=[list_id])

    @property
    def is_worked_on(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in WORKED_ON

    @property
    def number(self) -> int:
        """How many people the search found."""
        return sum(self.expected.values())

    @property
    def passed(self) -> int:
        """How many of them were dealt with."""
        return sum(self.done.values())

    @property
    def changed(self) -> int:
        """For how many it changed something."""
        return self.done.get(CHANGES, 0)

    @property
    def may_undo(self) -> bool:
        """Whether it can still be taken back."""
        begun = self.state in {ActionState.APPLYING, ActionState.PAUSED, ActionState.DONE}
        since = self.finished_at or clock.now()
        return begun and since + UNDO_FOR > clock.now()

    @property
    def source(self) -> str:
        """Who did it, as the consent record says it."""
        return f"action {self.id}, {self.who}"

    @property
    def words(self) -> str:
        """Why, and where it can be looked up."""
        return "; ".join(filter(None, (self.reason, self.evidence)))

    def turn(self, state: ActionState) -> None:
        """Go over to another state."""
        self.state, self.stepped_at = state, clock.now()
        if state in {ActionState.DONE, ActionState.UNDONE}:
            self.finished_at = self.stepped_at


CHANGES = "changes"  # the verdict on those whom an action changes


class ActionEntry(Base):
    """One of the people of an action, and what it did to them: by this it is taken back."""

    __tablename__ = "action_entries"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    subscriber_id: Mapped[int] = mapped_column(primary_key=True)
    is_changed: Mapped[bool] = mapped_column(default=False)
    changed_id: Mapped[int] = mapped_column(default=0)  # the subscription, or the suppression
    before: Mapped[str | None]  # the value that an attribute had


def worked_on() -> Select[Action]:
    """The actions that a worker has something to do for."""
    return select(Action).where(Action.state.in_(WORKED_ON)).order_by(Action.id)
