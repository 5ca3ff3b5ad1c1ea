"""Sparing those who take fewer letters of a list than the paper sends.

Who takes one a week gets the first letter that is launched when a week has passed since the launch
of the last one they got; those in between are skipped. So nothing has to be kept: the ledger says
which letters reached a person, and a letter that was refused takes nobody’s turn.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from ..subscriptions.models import Frequency, Subscription
from .audience.models import AudiencePart
from .models import Campaign, Delivery, DeliveryState
from .turning import Turn

# Half a day less, so that a weekly letter that leaves an hour earlier than the last one still
# comes; four weeks, as there are no more between the first Mondays of two months.
EARLY = dt.timedelta(hours=12)
SPANS = {
    Frequency.WEEK: dt.timedelta(weeks=1) - EARLY,
    Frequency.MONTH: dt.timedelta(weeks=4) - EARLY,
}
# A letter on its way, or of which nobody knows, may arrive.
MAY_ARRIVE = (
    DeliveryState.CLAIMED,
    DeliveryState.SENT,
    DeliveryState.DEFERRED,
    DeliveryState.UNKNOWN,
)


class Launched(NamedTuple):
    """The campaign whose letters are claimed."""

    id: int
    at: dt.datetime


def had_enough(connection: Connection, campaign: Launched, rows: Sequence[Turn]) -> set[int]:
    """The subscribers among ``rows`` for whom a letter of the campaign comes too early.

    At most three statements for each list they get it through, however many they are. Of two
    letters of a list that are sent at once, one waits here for the other’s claim, and then sees it.
    """
    through: dict[int, list[Turn]] = defaultdict(list)
    for row in rows:
        through[row.list_id].append(row)
    return {
        person
        for list_id, theirs in through.items()
        for person in _had_enough_of(connection, campaign, list_id, theirs)
    }


def _had_enough_of(
    connection: Connection, campaign: Launched, list_id: int, rows: Sequence[Turn]
) -> set[int]:
    people: dict[Frequency, list[int]] = defaultdict(list)
    for row in rows:
        if row.frequency in SPANS:
            people[Frequency(row.frequency)].append(row.subscriber_id)
    if not people:
        return set()
    _hold(connection, [row.subscription for row in rows if row.frequency in SPANS])
    found = recent(connection, campaign, list_id)
    theirs = [
        and_(Delivery.campaign_id.in_(found[frequency]), Delivery.subscriber_id.in_(ids))
        for frequency, ids in people.items()
        if found[frequency]
    ]
    if not theirs:
        return set()
    through = func.coalesce(Delivery.list_id, Campaign.list_id)
    arrived = select(Delivery.subscriber_id).join(Campaign, Campaign.id == Delivery.campaign_id)
    arrived = arrived.where(or_(*theirs), through == list_id)
    return set(connection.scalars(arrived.where(Delivery.state.in_(MAY_ARRIVE))))


def _hold(connection: Connection, subscriptions: list[int | None]) -> None:
    rows = select(Subscription.id).where(Subscription.id.in_(subscriptions))
    connection.execute(rows.order_by(Subscription.id).with_for_update())


def recent(connection: Connection, campaign: Launched, list_id: int) -> dict[Frequency, list[int]]:
    """For each frequency the other letters of the list after which this one is too early."""
    longest = campaign.at - max(SPANS.values())
    went_there = (AudiencePart.list_id == list_id, AudiencePart.is_left_out.is_(False))
    also = select(AudiencePart.campaign_id).where(*went_there)
    others = select(Campaign.id, Campaign.launched_at).where(
        (Campaign.list_id == list_id) | Campaign.id.in_(also),
        Campaign.id != campaign.id,
        Campaign.launched_at > longest,
    )
    launched = connection.execute(others).all()
    return {
        frequency: [one.id for one in launched if one.launched_at > campaign.at - span]
        for frequency, span in SPANS.items()
    }
