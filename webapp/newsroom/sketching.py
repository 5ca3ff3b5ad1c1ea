"""Sketching a list: joins and leaves by source, how confirming goes, what lists have in common.

Joins and leaves are read off the counts that triggers keep, the rest off the survey of the day
(subscriptions.surveying): however long a list is, nothing of it is looked at here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..campaigns.segments.conditions import SOURCES
from ..dating import bounds_of, last_months
from ..extensions import db
from ..subscriptions import counting
from ..subscriptions.models import ListSurvey, MailingList
from ..subscriptions.surveying import DAY, HOUR, MINUTE
from .charting import Chart, bar_chart

STRETCHES = ("< 1 min", "1–5 min", "5–60 min", "1–6 h", "6–24 h", "1–7 days", "> 7 days")
UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second"))
NOBODY = "nobody asked"


@dataclass(frozen=True)
class Flow:
    """Those who came by one source: how many joined and left, by the month."""

    source: str
    joined: int
    left: int
    chart: Chart
    rows: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Confirming:
    """How those who had to confirm did: which share of each month, and how soon."""

    made_at: dt.datetime
    asked: int
    confirmed: int
    median: str
    shares: Chart
    share_rows: list[tuple[str, int, int, str]]
    stretches: Chart
    stretch_rows: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Common:
    """The people of one list who are on another one, too."""

    number: int
    share: float  # of the first list, in %


def flows_of(mailing_list: MailingList) -> list[Flow]:
    """The last twelve months of a list by source, those sources that anybody came or left by."""
    months = last_months()
    found = counting.flows_by_source(mailing_list.id, bounds_of(months))
    sources = {source for (_, source), numbers in found.items() if any(numbers.values())}
    return [_flow(source, months, found) for source in sorted(sources)]


def _flow(
    source: str, months: Sequence[dt.date], found: dict[tuple[str, str], dict[int, int]]
) -> Flow:
    joined, left = (
        [found.get((flow, source), {}).get(n, 0) for n in range(len(months))]
        for flow in ("joined", "left")
    )
    chart = bar_chart(joined, [f"{month:%b}" for month in months], left)
    rows = list(zip(map(_named, months), joined, left, strict=True))
    return Flow(SOURCES.get(source, source), sum(joined), sum(left), chart, rows)


def confirming_of(mailing_list: MailingList) -> Confirming | None:
    """How confirming goes; None until the list was surveyed."""
    survey = db.session.get(ListSurvey, mailing_list.id)
    if survey is None:
        return None
    found = survey.found
    months = [dt.date.fromisoformat(month) for month in found["months"]]
    asked, confirmed, stretches = found["asked"], found["confirmed"], found["stretches"]
    shares = [round(_share(part, whole)) for part, whole in zip(confirmed, asked, strict=True)]
    told = [f"{share} %" if n else NOBODY for share, n in zip(shares, asked, strict=True)]
    number = sum(stretches)
    parts = [f"{_share(one, number):.0f} %" for one in stretches]
    return Confirming(
        made_at=survey.made_at,
        asked=sum(asked),
        confirmed=sum(confirmed),
        median=lasting(found["median"]),
        shares=bar_chart(shares, [f"{month:%b}" for month in months]),
        share_rows=list(zip(map(_named, months), asked, confirmed, told, strict=True)),
        stretches=bar_chart(stretches, STRETCHES),
        stretch_rows=list(zip(STRETCHES, stretches, parts, strict=True)),
    )


def common_of(lists: Sequence[MailingList]) -> dict[int, dict[int, Common]]:
    """For each of some lists that was surveyed: what it has in common with each of them."""
    ids = [one.id for one in lists]
    query = select(ListSurvey).where(ListSurvey.list_id.in_(ids))
    found = {one.list_id: one.found["common"] for one in db.session.scalars(query)}
    return {
        one: {
            other: Common(numbers.get(str(other), 0), _of(numbers, one, other)) for other in found
        }
        for one, numbers in found.items()
    }


def _of(numbers: dict[str, int], one: int, other: int) -> float:
    return _share(numbers.get(str(other), 0), numbers.get(str(one), 0))


def lasting(seconds: int | None) -> str:
    """A stretch of time in one unit, as people say it; empty when there is none."""
    if seconds is None:
        return ""
    length, unit = next(
        (length, unit) for length, unit in UNITS if seconds >= length or length == 1
    )
    number = round(seconds / length)
    return f"{number} {unit}{'s' * (number != 1)}"


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0


def _named(month: dt.date) -> str:
    return f"{month:%B %Y}"
