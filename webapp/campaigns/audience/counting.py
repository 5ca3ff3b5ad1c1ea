"""Counting an audience before a launch: exactly, and by looking at the fewest people.

The tallies of each list tell whom it reaches. What several lists have in common, and what is left
out, is counted from its smaller side: of a list of a thousand and one of a million, the thousand
are looked up among the million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Subquery, and_, false, func, select
from sqlalchemy.orm import aliased

from ...extensions import db
from ...subscriptions.models import Subscription
from ..models import Campaign
from ..segments import finding, narrowing
from ..segments.conditions import Conditions
from ..segments.models import Segment
from .reaching import Parts, confirmed, lists_of, parts_of


@dataclass(frozen=True)
class Reach:
    """Whom the lists of a letter reach, and how many are taken off for which reason."""

    on_lists: int  # of each list those who may be written to; who is on two counts twice
    twice: int  # by how many that is too much, as each gets one letter
    on_left_out_lists: int
    in_left_out_segments: int
    audience: int

    @property
    def outside(self) -> int:
        """How many are not in the segment that narrows it."""
        taken_off = self.twice + self.on_left_out_lists + self.in_left_out_segments
        return self.on_lists - taken_off - self.audience


def reach(campaign: Campaign) -> Reach:
    """Whom a letter would reach if it were launched now, and why it is not everybody."""
    parts, sizes = parts_of(campaign), {one.id: _size(one.id) for one in lists_of(campaign)}
    lists = sorted(sizes, key=lambda list_id: -sizes[list_id])
    on_lists, twice = sum(sizes.values()), _count_twice(lists)
    on_left_out = _count_on_left_out(lists, parts.but_lists, on_lists)
    in_left_out = _count_in_left_out(campaign, lists, parts)
    audience = on_lists - twice - on_left_out - in_left_out
    if campaign.segment is not None:
        audience = _count_in_segment(campaign, lists, parts)
    return Reach(on_lists, twice, on_left_out, in_left_out, audience)


def count_audience(campaign: Campaign) -> int:
    """How many a letter would reach if it were launched now, exactly."""
    if campaign.segment is None:
        return reach(campaign).audience
    lists = [one.id for one in lists_of(campaign)]
    return _count_in_segment(campaign, lists, parts_of(campaign))


def _size(list_id: int) -> int:
    return finding.count(Conditions(list_id=list_id, state="confirmed"))


def _count_twice(lists: Sequence[int]) -> int:
    """How many of each list are on a larger one as well."""
    number = 0
    for place, one in enumerate(lists):
        if larger := lists[:place]:
            people = _people_on(one)
            number += _count(people, _is_on(people, larger))
    return number


def _count_on_left_out(lists: Sequence[int], left_out: Sequence[int], on_lists: int) -> int:
    """How many of the lists are on one that is left out, beginning with the smaller side."""
    many, few = lists, left_out
    if sum(map(_size, left_out)) > on_lists:
        many, few = left_out, lists
    number = 0
    for place, one in enumerate(few):
        people = _people_on(one)
        number += _count(people, _is_on(people, many), ~_is_on(people, few[:place]))
    return number


def _count_in_left_out(campaign: Campaign, lists: Sequence[int], parts: Parts) -> int:
    """How many of the lists, and on none that is left out, are in a segment that is."""
    number = 0
    segments = [_conditions(one) for one in _left_out(campaign)]
    for place, conditions in enumerate(segments):
        people = finding.people(conditions).subquery()
        earlier = [~_meets(people, one) for one in segments[:place]]
        number += _count(people, *_are_reached(people, lists, parts), *earlier)
    return number


def _count_in_segment(campaign: Campaign, lists: Sequence[int], parts: Parts) -> int:
    """The audience of a letter to a segment, beginning with those who are in it."""
    conditions, is_plain = _conditions(campaign.segment), parts == Parts()
    if is_plain and conditions.list_id in {0, lists[0]} and conditions.state in {"", "confirmed"}:
        # The same people, found by beginning with the condition that fewest meet.
        return finding.count(replace(conditions, list_id=lists[0], state="confirmed"))
    people = finding.people(conditions).subquery()
    left_out = [~_meets(people, _conditions(one)) for one in _left_out(campaign)]
    return _count(people, *_are_reached(people, lists, parts), *left_out)


def _left_out(campaign: Campaign) -> list[Segment]:
    return [one.segment for one in campaign.parts if one.is_left_out and one.segment is not None]


def _conditions(segment: Segment | None) -> Conditions:
    return Conditions.read(segment.conditions if segment else {})


def _people_on(list_id: int) -> Subquery:
    """The ids of those on a list who may be written to."""
    return finding.people(Conditions(list_id=list_id, state="confirmed")).subquery()


def _are_reached(
    people: Subquery, lists: Sequence[int], parts: Parts
) -> Iterator[ColumnElement[bool]]:
    """Whether they may be written to, are on one of the lists, and on none that is left out."""
    yield narrowing.REACHED.narrow(people.c.id)
    yield _is_on(people, lists)
    yield ~_is_on(people, parts.but_lists)


def _is_on(people: Subquery, lists: Sequence[int]) -> ColumnElement[bool]:
    """Whether they confirmed one of the lists; nobody is on one of none."""
    other = aliased(Subscription)
    here = (other.subscriber_id == people.c.id, *confirmed(other, lists))
    return select(other.id).where(*here).exists() if lists else false()


def _meets(people: Subquery, conditions: Conditions) -> ColumnElement[bool]:
    """Whether they meet all of the conditions: one look into an index for each."""
    return and_(True, *(one.narrow(people.c.id) for one in narrowing.each_of(conditions)))


def _count(people: Subquery, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(people).where(*conditions)
    return db.session.scalars(query).one()
