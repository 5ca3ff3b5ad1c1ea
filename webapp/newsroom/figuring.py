"""Figuring how many addresses of a list stand where.

Nearly nobody is suppressed, so everybody is counted over an index first, and those few are then
looked up and moved: a list of a million is not joined with all its addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from ..extensions import db
from ..subscriptions.models import MailingList, Subscription
from .membership import IS_SUPPRESSED, Wanted, is_newest


@dataclass(frozen=True)
class Membership:
    """How many addresses of a list stand where; the four add up to all."""

    confirmed: int
    awaiting: int
    left: int
    suppressed: int

    @property
    def total(self) -> int:
        """Every address that ever was on the list."""
        return self.confirmed + self.awaiting + self.left + self.suppressed

    def found(self, wanted: Wanted) -> int | None:
        """How many a search finds; None when it has to be counted."""
        if not wanted.narrows_by_state_alone:
            return None
        return int(getattr(self, wanted.state or "total"))


def count_members(mailing_list: MailingList) -> Membership:
    """The figures of a list's page."""
    everybody = _by_state(Subscription.list_id == mailing_list.id)
    # The sum keeps SQLite from the index of lists: it begins with the few suppressed.
    suppressed = _by_state(Subscription.list_id + 0 == mailing_list.id, IS_SUPPRESSED)
    confirmed, awaiting, left = (a - b for a, b in zip(everybody, suppressed, strict=True))
    return Membership(confirmed, awaiting, left, sum(suppressed))


def confirmed_on_each() -> dict[int, int]:
    """For each list the number of addresses a campaign would reach."""
    suppressed = _reached_by_list(IS_SUPPRESSED)
    return {id_: number - suppressed.get(id_, 0) for id_, number in _reached_by_list().items()}


def _by_state(*conditions: ColumnElement[bool]) -> tuple[int, int, int]:
    """Confirmed, awaiting and left, by each person's newest subscription."""
    is_open, is_confirmed = Subscription.ended_at.is_(None), Subscription.confirmed_at.is_not(None)
    query = select(
        func.count().filter(is_open, is_confirmed),
        func.count().filter(is_open, ~is_confirmed),
        func.count().filter(~is_open),
    ).select_from(Subscription)
    found = query.where(is_newest(), *conditions)
    confirmed, awaiting, left = db.session.execute(found).one()
    return confirmed, awaiting, left


def _reached_by_list(*conditions: ColumnElement[bool]) -> dict[int, int]:
    """Open and confirmed subscriptions of each list."""
    query = (
        select(Subscription.list_id, func.count())
        .where(Subscription.ended_at.is_(None), Subscription.confirmed_at.is_not(None))
        .where(*conditions)
        .group_by(Subscription.list_id)
    )
    return {list_id: number for list_id, number in db.session.execute(query)}  # noqa: C416 (mypy)
