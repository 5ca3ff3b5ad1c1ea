"""Figuring how many addresses of a list stand where.

Triggers count everybody (see subscriptions.counting). Nearly nobody is suppressed, so those few,
who stand in a table of their own, are counted and moved: a list of a million is never read for its
figures.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from ..campaigns.segments.conditions import Conditions
from ..dating import bounds_of, last_months
from ..extensions import db
from ..subscriptions import counting
from ..subscriptions.copying import SUPPRESSED_SUBSCRIPTIONS
from ..subscriptions.models import MailingList

Numbers = Counter[tuple[str, str]]  # by state and source


@dataclass(frozen=True)
class Membership:
    """How many addresses of a list stand where; the four states add up to all."""

    numbers: Numbers
    lost: dict[int, int]  # confirmed, and suppressed since: by the month, from -1 for all before

    @property
    def confirmed(self) -> int:
        """Those a letter reaches."""
        return self.number_of("confirmed")

    @property
    def awaiting(self) -> int:
        """Those who asked and get nothing yet."""
        return self.number_of("awaiting")

    @property
    def left(self) -> int:
        """Those whose subscription ended."""
        return self.number_of("left")

    @property
    def suppressed(self) -> int:
        """Those who must not be written to, whatever their subscription says."""
        return self.number_of("suppressed")

    @property
    def total(self) -> int:
        """Every address that ever was on the list."""
        return self.number_of()

    def number_of(self, state: str = "", source: str = "") -> int:
        """How many stand in a state and came by a source; what is empty does not narrow."""
        return sum(
            number
            for (stands, by_source), number in self.numbers.items()
            if state in {"", stands} and source in {"", by_source}
        )

    def found(self, conditions: Conditions) -> int | None:
        """How many meet conditions of the list; None when they have to be counted."""
        if not conditions.are_of_the_list_alone:
            return None
        return self.number_of(conditions.state, conditions.source)


def count_members(mailing_list: MailingList) -> Membership:
    """The figures of a list's page."""
    numbers: Numbers = Counter(counting.standings(mailing_list.id))
    lost: Counter[int] = Counter()
    for state, source, month, number in db.session.execute(_suppressed(mailing_list)):
        numbers[state, source] -= number
        numbers["suppressed", source] += number
        if state == "confirmed" and month is not None:
            lost[month] += number
    return Membership(+numbers, lost)


def confirmed_on_each() -> dict[int, int]:
    """For each list the number of addresses a campaign would reach."""
    reached = counting.confirmed_on_each()
    one = SUPPRESSED_SUBSCRIPTIONS.c
    is_confirmed = (one.is_newest, one.ended_at.is_(None), one.confirmed_at.is_not(None))
    query = select(one.list_id, func.count()).where(one.list_id.in_(reached), *is_confirmed)
    found = db.session.execute(query.group_by(one.list_id))
    suppressed = {list_id: number for list_id, number in found}  # noqa: C416 (mypy)
    return {id_: number - suppressed.get(id_, 0) for id_, number in reached.items()}


def _suppressed(mailing_list: MailingList) -> Select[Any]:
    """The suppressed of a list: where they would stand otherwise, the source, since which month."""
    one = SUPPRESSED_SUBSCRIPTIONS.c
    standing = case(
        (one.ended_at.is_not(None), "left"),
        (one.confirmed_at.is_(None), "awaiting"),
        else_="confirmed",
    )
    month = case(*((one.since < end, n) for n, end in enumerate(bounds_of(last_months()), -1)))
    group = (standing.label("standing"), one.source, month.label("month"))
    query = select(*group, func.count()).where(one.list_id == mailing_list.id, one.is_newest)
    return query.group_by("standing", one.source, "month")
