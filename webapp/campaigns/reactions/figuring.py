"""Figuring what came of an issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select

from ...extensions import db
from ..accounting import Totals
from ..models import Campaign, Delivery, DeliveryState
from .models import PICTURE, ClickCount, LetterLink, Reaction, ReactionKind

HOURS = 24  # after the launch, on the chart
REFUSED = "5%"  # how the reply to a letter begins that a server refused for good (RFC 5321, 4.2.1)


@dataclass
class Figures:
    """What came of one issue."""

    sent: int = 0  # servers took them
    refused: int = 0  # failed with 5xx as they were handed over
    reactions: dict[str, int] = field(default_factory=dict)
    clicks: int = 0
    opens: int = 0
    machines: int = 0  # clicks and openings of machines
    by_hour: list[int] = field(default_factory=lambda: [0] * HOURS)

    @property
    def bounced(self) -> int:
        """Refused at once, or come back later."""
        return self.refused + self.returned

    @property
    def returned(self) -> int:
        """Come back after a server had taken them."""
        return self.reactions.get(ReactionKind.BOUNCED, 0)

    @property
    def delivered(self) -> int:
        """Taken by a server and not come back."""
        return self.sent - self.returned

    @property
    def complaints(self) -> int:
        """Reported as spam."""
        return self.reactions.get(ReactionKind.COMPLAINED, 0)

    @property
    def leaves(self) -> int:
        """Left the list by a link of this letter."""
        return self.reactions.get(ReactionKind.LEFT, 0)


@dataclass(frozen=True)
class LinkFigures:
    """One link, and how often it was followed."""

    url: str
    people: int
    machines: int


def figures_of(campaign: Campaign, totals: Totals) -> Figures:
    """What came of a launched campaign until now."""
    found = of_reactions([campaign])[campaign.id]
    found.sent = totals.sent
    found.refused = refused_of([campaign.id]).get(campaign.id, 0)
    return found


def links_of(campaign: Campaign) -> Sequence[LinkFigures]:
    """The counted links of a campaign, the most followed first."""
    people, machines = func.sum(ClickCount.people), func.sum(ClickCount.machines)
    query = (
        select(LetterLink.url, func.coalesce(people, 0), func.coalesce(machines, 0))
        .outerjoin(ClickCount)
        .where(LetterLink.campaign_id == campaign.id, LetterLink.position != PICTURE)
        .group_by(LetterLink.id, LetterLink.url, LetterLink.position)
        .order_by(func.coalesce(people, 0).desc(), LetterLink.position)
    )
    return [LinkFigures(*row) for row in db.session.execute(query)]


def of_reactions(campaigns: Sequence[Campaign]) -> dict[int, Figures]:
    """Figures without what the ledger says: two questions for however many campaigns."""
    found = {one.id: Figures() for one in campaigns}
    reactions = (
        select(Reaction.campaign_id, Reaction.kind, func.count())
        .where(Reaction.campaign_id.in_(found))
        .group_by(Reaction.campaign_id, Reaction.kind)
    )
    for campaign_id, kind, number in db.session.execute(reactions):
        found[campaign_id].reactions[kind] = number
    began = {one.id: one.launched_at for one in campaigns}
    for row in _clicks(found):
        _add_hour(found[row.campaign_id], began[row.campaign_id], row)
    return found


def _clicks(campaign_ids: Iterable[int]) -> Iterable[Row[Any]]:
    """The clicks of campaigns by the hour, those of the picture apart."""
    is_picture = (LetterLink.position == PICTURE).label("is_picture")
    people = func.sum(ClickCount.people).label("people")
    machines = func.sum(ClickCount.machines).label("machines")
    query = (
        select(LetterLink.campaign_id, is_picture, ClickCount.hour, people, machines)
        .join(ClickCount)
        .where(LetterLink.campaign_id.in_(campaign_ids))
        .group_by(LetterLink.campaign_id, "is_picture", ClickCount.hour)
    )
    return db.session.execute(query)


def _add_hour(found: Figures, began: dt.datetime | None, row: Row[Any]) -> None:
    found.machines += row.machines
    if row.is_picture:
        found.opens += row.people
        return
    found.clicks += row.people
    first = (began or row.hour).replace(minute=0, second=0, microsecond=0)
    number = int((row.hour - first).total_seconds() // 3600)
    if 0 <= number < HOURS:
        found.by_hour[number] += row.people


def refused_of(campaign_ids: Iterable[int]) -> dict[int, int]:
    """How many letters of each campaign a server refused for good as they were handed over."""
    query = (
        select(Delivery.campaign_id, func.count())
        .where(
            Delivery.campaign_id.in_(campaign_ids),
            Delivery.state == DeliveryState.FAILED,
            Delivery.reply.like(REFUSED),
        )
        .group_by(Delivery.campaign_id)
    )
    return {campaign_id: number for campaign_id, number in db.session.execute(query)}  # noqa: C416 (mypy)
