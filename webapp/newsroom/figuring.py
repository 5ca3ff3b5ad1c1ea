"""Figuring how many addresses of a list stand where.

Triggers count everybody (see subscriptions.counting). Nearly nobody is suppressed, so those few are
looked up and moved: a list of a million is never read for its figures.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from ..campaigns.segments.conditions import Conditions
from ..campaigns.segments.finding import in_state
from ..campaigns.segments.tables import FACETS, SUPPRESSED
from ..dating import bounds_of, last_months
from ..extensions import db
from ..subscriptions import counting
from ..subscriptions.models import MailingList, Subscription

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
    stopped = select(Subscription.list_id, func.count()).where(
        FACETS.c.name == SUPPRESSED,
        FACETS.c.value == "",
        Subscription.subscriber_id == FACETS.c.subscriber_id,
        *in_state("confirmed"),
    )
    query = stopped.group_by(Subscription.list_id)
    suppressed = {list_id: number for list_id, number in db.session.execute(query)}  # noqa: C416 (mypy)
    reached = counting.confirmed_on_each()
    return {id_: number - suppressed.get(id_, 0) for id_, number in reached.items()}


def _suppressed(mailing_list: MailingList) -> Select[Any]:
    """The suppressed of a list: where they would stand otherwise, the source, since which month.

    It is one look at each: whole tables are never read for them.
    """
    standing = case(
        (Subscription.ended_at.is_not(None), "left"),
        (Subscription.confirmed_at.is_(None), "awaiting"),
        else_="confirmed",
    )
    each = (
        select(standing.label("standing"), Subscription.source, FACETS.c.since)
        .where(
            FACETS.c.name == SUPPRESSED,
            FACETS.c.value == "",
            Subscription.subscriber_id == FACETS.c.subscriber_id,
            # The sum keeps SQLite from the indexes of lists: it begins with the few suppressed.
            Subscription.list_id + 0 == mailing_list.id,
            Subscription.is_newest,
        )
        .subquery()
    )
    month = case(*((each.c.since < end, n) for n, end in enumerate(bounds_of(last_months()), -1)))
    group = (each.c.standing, each.c.source, month.label("month"))
    return select(*group, func.count()).group_by("standing", each.c.source, "month")
