"""Counting who stands where on each list, exactly and without reading the list.

Triggers keep two tables in the transaction that changes a subscription, so their sums are right at
every moment: how many people stand in which state, by source, and how many joined or left on which
day, and in which quarter of an hour. SQLite counts in place. PostgreSQL adds a row for each change,
so that no two transactions wait for one count, and ``fold`` sums them up.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Insert,
    Select,
    TableClause,
    column,
    delete,
    func,
    insert,
    select,
    table,
    union_all,
)

from ..extensions import db, is_postgresql
from ..jobs import job

DAY, QUARTER = 86_400, 900  # seconds
EVERYBODY = 0  # stands for all lists in the tallies
EVERY = dt.timedelta(minutes=10)

TALLIES = table("list_tallies", *map(column, ("id", "list_id", "standing", "source", "number")))
FLOWS = table(
    "list_flows", *map(column, ("id", "list_id", "seconds", "place", "flow", "source", "number"))
)

Numbers = dict[tuple[str, str], int]  # by standing (confirmed, awaiting, left) and source


def standings(list_id: int) -> Numbers:
    """How many people stand where on a list, each by their newest subscription."""
    group = (TALLIES.c.standing, TALLIES.c.source)
    query = (
        select(*group, func.sum(TALLIES.c.number))
        .where(TALLIES.c.list_id == list_id)
        .group_by(*group)
    )
    return {(state, source): int(n) for state, source, n in db.session.execute(query) if n}


def confirmed_on_each() -> dict[int, int]:
    """How many people confirmed each list and did not leave it, suppressed ones included."""
    query = (
        select(TALLIES.c.list_id, func.sum(TALLIES.c.number))
        .where(TALLIES.c.standing == "confirmed")
        .group_by(TALLIES.c.list_id)
    )
    return {list_id: int(number) for list_id, number in db.session.execute(query)}


def everybody() -> int:
    """How many subscribers there are, on whatever list or none."""
    query = select(func.sum(TALLIES.c.number)).where(TALLIES.c.list_id == EVERYBODY)
    return int(db.session.scalar(query) or 0)


def flows(list_id: int, bounds: Sequence[dt.datetime]) -> dict[str, dict[int, int]]:
    """How many joined and left a list between each two of ``bounds``: by flow, and place from 0."""
    found: dict[str, Counter[int]] = {"joined": Counter(), "left": Counter()}
    for (flow, _source), by_place in flows_by_source(list_id, bounds).items():
        found[flow].update(by_place)
    return {flow: dict(each) for flow, each in found.items()}


def flows_by_source(
    list_id: int, bounds: Sequence[dt.datetime]
) -> dict[tuple[str, str], dict[int, int]]:
    """The same for each source by which people came, by flow and source.

    The bounds are whole quarters of an hour, as midnights are in every zone. Each day in UTC counts
    where its noon lies; the quarters that a bound parts from that noon are moved.
    """
    moments = [int(bound.timestamp()) for bound in bounds]
    found: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for flow, source, seconds, place, number in db.session.execute(_flows(list_id, moments)):
        noon = place * seconds // DAY * DAY + DAY // 2
        by_place = found[flow, source]
        by_place[_span(moments, noon)] += number if seconds == DAY else -number
        if seconds == QUARTER:
            by_place[_span(moments, place * QUARTER)] += number
    spans = range(len(moments) - 1)
    return {one: {n: by_place[n] for n in spans if by_place[n]} for one, by_place in found.items()}


def _span(moments: Sequence[int], moment: int) -> int:
    """Between which two of ``moments`` another one lies, from 0; -1 before all of them."""
    return bisect_right(moments, moment) - 1


def _flows(list_id: int, moments: Sequence[int]) -> CompoundSelect[Any]:
    """The flows of the days between ``moments``, and of the quarters to be moved."""
    days = FLOWS.c.place.between(moments[0] // DAY, moments[-1] // DAY)
    spans = ((DAY, days), (QUARTER, FLOWS.c.place.in_(_parted(moments))))
    group = (FLOWS.c.flow, FLOWS.c.source, FLOWS.c.seconds, FLOWS.c.place)
    queries = (
        select(*group, func.sum(FLOWS.c.number))
        .where(FLOWS.c.list_id == list_id, FLOWS.c.seconds == seconds, those)
        .group_by(*group)
        for seconds, those in spans
    )
    return union_all(*queries)


def _parted(moments: Iterable[int]) -> list[int]:
    """The quarters between each of ``moments`` and the midnight in UTC that is nearest."""
    found: set[int] = set()
    for moment in moments:
        midnight = (moment + DAY // 2 - 1) // DAY * DAY
        found.update(range(min(moment, midnight) // QUARTER, max(moment, midnight) // QUARTER))
    return sorted(found)


@job(every=EVERY)
def fold() -> None:
    """Sum up what PostgreSQL has more than one row of; two at once take different rows."""
    if is_postgresql():
        for counts in (TALLIES, FLOWS):
            for list_id in db.session.scalars(select(counts.c.list_id).distinct()).all():
                db.session.execute(_folded(counts, list_id))
                db.session.commit()


def _folded(counts: TableClause, list_id: int) -> Insert:
    """Takes rows of the same place out of a table and puts their sum in, in one statement.

    Each part is made once. Left to itself, PostgreSQL looked for the rows alike anew for every row
    of a table that had just grown, of whose size it knew nothing yet, and was at it for hours.
    """
    place = [each for each in counts.c if each.name not in {"id", "number"}]
    alike = func.count().over(partition_by=place).label("alike")
    rows = _once(select(counts.c.id, alike).where(counts.c.list_id == list_id))
    many = select(rows.c.id).where(rows.c.alike > 1)
    held = select(counts.c.id).where(counts.c.id.in_(many)).order_by(counts.c.id)
    free = _once(held.with_for_update(skip_locked=True))
    those = counts.c.id.in_(select(free.c.id))
    taken = delete(counts).where(those).returning(*place, counts.c.number).cte()
    group, total = [taken.c[each.name] for each in place], func.sum(taken.c.number)
    summed = select(*group, total).group_by(*group).having(total != 0)
    return insert(counts).from_select([*(each.name for each in place), "number"], summed)


def _once(query: Select[Any]) -> CTE:
    return query.cte().prefix_with("MATERIALIZED")
