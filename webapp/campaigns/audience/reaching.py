"""Reaching: everyone a letter goes to, each once, through a list that they confirmed.

The lists have an order, the letter's own first. Who is on several of them gets the letter through
the first: that one stands in the headers, and the link to leave leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, case, exists, select
from sqlalchemy.orm import aliased

from ...subscriptions.models import MailingList, Subscriber, Subscription, Suppression
from ..digests.reaching import gets_it
from ..models import Campaign
from ..segments import finding, narrowing
from ..segments.conditions import Conditions
from .models import AudiencePart


@dataclass(frozen=True)
class Parts:
    """What an audience is put together from, beside the own list and the segment of a letter."""

    also: tuple[int, ...] = ()  # lists
    but_lists: tuple[int, ...] = ()
    but_segments: tuple[int, ...] = ()

    def rows(self) -> Iterator[AudiencePart]:
        """A row for each."""
        for list_id in self.also:
            yield AudiencePart(list_id=list_id, is_left_out=False)
        for list_id in self.but_lists:
            yield AudiencePart(list_id=list_id, is_left_out=True)
        for segment_id in self.but_segments:
            yield AudiencePart(segment_id=segment_id, is_left_out=True)


def parts_of(campaign: Campaign) -> Parts:
    """The parts of a letter's audience."""
    rows = campaign.parts
    return Parts(
        tuple(one.list_id for one in rows if one.list_id and not one.is_left_out),
        tuple(one.list_id for one in rows if one.list_id and one.is_left_out),
        tuple(one.segment_id for one in rows if one.segment_id),
    )


def put_together(campaign: Campaign, parts: Parts) -> None:
    """Change the parts of a letter's audience; the own list is none of them."""
    also = tuple(one for one in dict.fromkeys(parts.also) if one != campaign.mailing_list.id)
    wanted = replace(parts, also=also)
    if wanted != parts_of(campaign):
        campaign.parts = list(wanted.rows())


def lists_of(campaign: Campaign) -> list[MailingList]:
    """The lists a letter goes to, its own first."""
    others = [
        one.mailing_list for one in campaign.parts if one.mailing_list and not one.is_left_out
    ]
    if campaign.is_across_lists:
        others = [one for one in others if one.is_live]
    return [campaign.mailing_list, *others]


def audience_of(campaign: Campaign) -> Select[int, str, int]:
    """Id and address of everyone a letter would reach now, and the list it reaches them through."""
    lists = [one.id for one in lists_of(campaign)]
    suppressed = exists().where(Suppression.email == Subscriber.email)
    reached = (
        select(Subscriber.id, Subscriber.email, Subscription.list_id)
        .join(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(*confirmed(Subscription, lists), ~suppressed, *_not_earlier(lists))
        .where(*_not_left_out(campaign))
    )
    if campaign.hour is not None:
        reached = reached.where(*gets_it(campaign))
    if campaign.segment is None:
        return reached
    conditions = Conditions.read(campaign.segment.conditions)
    return reached.where(Subscriber.id.in_(finding.people(conditions)))


def confirmed(one: type[Subscription], lists: Iterable[int]) -> list[ColumnElement[bool]]:
    """Whether a subscription is to one of the lists, confirmed and not ended."""
    return [one.list_id.in_(lists), one.ended_at.is_(None), one.confirmed_at.is_not(None)]


def _not_earlier(lists: list[int]) -> list[ColumnElement[bool]]:
    """Whether nobody is reached through an earlier one of the lists."""
    if len(lists) == 1:
        return []
    other = aliased(Subscription)
    place = {list_id: at for at, list_id in enumerate(lists)}
    is_earlier = case(place, value=other.list_id) < case(place, value=Subscription.list_id)
    here = other.subscriber_id == Subscription.subscriber_id
    return [~select(other.id).where(here, *confirmed(other, lists), is_earlier).exists()]


def _not_left_out(campaign: Campaign) -> Iterator[ColumnElement[bool]]:
    """Whether a subscriber is on none of the lists and in none of the segments left out."""
    lists = [one.list_id for one in campaign.parts if one.is_left_out and one.list_id]
    if lists:
        other = aliased(Subscription)
        here = other.subscriber_id == Subscriber.id
        yield ~select(other.id).where(here, *confirmed(other, lists)).exists()
    for part in campaign.parts:
        if part.is_left_out and part.segment is not None:
            conditions = narrowing.each_of(Conditions.read(part.segment.conditions))
            # One look into an index for each condition and person, however many are left out.
            yield ~and_(True, *(one.narrow(Subscriber.id) for one in conditions))
