"""Reckoning before a launch: who would be in the audience, and everybody who would not, and why.

Exact, and quick at a million: the tallies of the lists tell most of it, audience.counting what they
have in common, and those who paused, want fewer letters or are suppressed are few, each with an
index of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select

from .. import clock
from ..extensions import db
from ..subscriptions.counting import standings
from ..subscriptions.models import Subscriber, Subscription
from . import sparing
from .audience.counting import reach
from .audience.reaching import audience_of, lists_of
from .claiming import FEWER, PAUSED, SUPPRESSED
from .models import Campaign, Delivery
from .sparing import MAY_ARRIVE, Launched

# Written out, or SQLite would not use the index that holds these rows only.
TAKES_FEWER = Subscription.frequency != literal_column("'every'")
TWICE = "get it through another of its lists"
ON_LEFT_OUT, IN_LEFT_OUT = "on a list it does not go to", "in a segment it does not go to"
OUTSIDE, UNCONFIRMED, LEFT = "outside the segment", "not confirmed yet", "left the list"


@dataclass(frozen=True)
class Reckoning:
    """What a launch would do now. On the lists = audience + everyone left out.

    Of several lists each counts those on it, so who is on two stands in it twice, and is once among
    those who get it through another one.
    """

    lists: int  # how many it goes to
    audience: int
    left_out: dict[str, int]  # those on the lists who are not in the audience, by reason
    skipped: dict[str, int]  # those in the audience who would be skipped as things stand

    @property
    def letters(self) -> int:
        """How many would get the letter."""
        return self.audience - sum(self.skipped.values())

    @property
    def on_lists(self) -> int:
        """How many ever asked for the lists."""
        return self.audience + sum(self.left_out.values())


def reckon(campaign: Campaign) -> Reckoning:
    """What would become of everyone on the lists of a letter."""
    numbers: Counter[str] = Counter()
    lists = lists_of(campaign)
    for one in lists:
        for (standing, _source), number in standings(one.id).items():
            numbers[standing] += number
    reached = reach(campaign)
    left_out = {
        SUPPRESSED: numbers["confirmed"] - reached.on_lists,
        TWICE: reached.twice,
        ON_LEFT_OUT: reached.on_left_out_lists,
        IN_LEFT_OUT: reached.in_left_out_segments,
        OUTSIDE: reached.outside,
        UNCONFIRMED: numbers["awaiting"],
        LEFT: numbers["left"],
    }
    skipped = {PAUSED: _count(_paused(campaign)), FEWER: _count_spared(campaign)}
    return Reckoning(len(lists), reached.audience, _told(left_out), _told(skipped))


def _told(numbers: dict[str, int]) -> dict[str, int]:
    return {reason: number for reason, number in numbers.items() if number}


def _paused(campaign: Campaign) -> Select[int, str, int]:
    paused = select(Subscriber.id).where(Subscriber.paused_until > clock.now())
    return audience_of(campaign).where(Subscriber.id.in_(paused))


def _count_spared(campaign: Campaign) -> int:
    """Those who take fewer letters and had one of late; of who paused as well, that is told."""
    launched = Launched(campaign.id, clock.now())
    return sum(_count_spared_on(campaign, launched, one.id) for one in lists_of(campaign))


def _count_spared_on(campaign: Campaign, launched: Launched, list_id: int) -> int:
    recent = sparing.recent(db.session.connection(), launched, list_id)
    had_one = [
        and_(Subscription.frequency == frequency, _got_one_of(ids))
        for frequency, ids in recent.items()
        if ids
    ]
    if not had_one:
        return 0
    on_list = (Subscription.list_id == list_id, Subscription.ended_at.is_(None))
    spared = select(Subscription.subscriber_id).where(*on_list, TAKES_FEWER, or_(*had_one))
    is_paused = Subscriber.paused_until > clock.now()
    reached = audience_of(campaign).where(
        Subscription.list_id == list_id, Subscriber.id.in_(spared), is_paused.isnot(True)
    )
    return _count(reached)


def _got_one_of(campaign_ids: list[int]) -> ColumnElement[bool]:
    return exists().where(
        Delivery.campaign_id.in_(campaign_ids),
        Delivery.subscriber_id == Subscription.subscriber_id,
        Delivery.state.in_(MAY_ARRIVE),
    )


def _count(query: Select[int, str, int]) -> int:
    return db.session.scalars(select(func.count()).select_from(query.subquery())).one()
