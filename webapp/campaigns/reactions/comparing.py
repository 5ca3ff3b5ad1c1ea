"""Comparing an issue with the list's usual: the middle of its last issues.

Sums over deliveries are taken once when an issue is sent, so that a screen that is fetched anew
every few seconds never counts ten issues of a million.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ...database import insert_into
from ...extensions import db
from ..accounting import count
from ..models import Campaign
from ..states import CampaignState
from .figuring import HOURS, Figures, of_reactions, refused_of
from .models import IssueFigures

LAST = 10  # issues make what is usual
FEWEST = 3  # of fewer nothing is usual
AT_ONCE = 20  # issues whose sums are taken in one run
SHARES = ("bounced", "complaints", "leaves", "clicks", "opens")


@dataclass(frozen=True)
class Usual:
    """The middle of the list's last issues, for each figure a share of what was delivered in %."""

    issues: int
    shares: dict[str, float]
    by_hour: list[float]  # clicks, as a share too


def usual_of(campaign: Campaign) -> Usual | None:
    """What is usual for the campaign's list; None as long as it sent too few issues before."""
    rows = db.session.execute(
        select(Campaign, IssueFigures)
        .join(IssueFigures, IssueFigures.campaign_id == Campaign.id)
        .where(
            Campaign.list_id == campaign.list_id,
            Campaign.issue < campaign.issue,
            IssueFigures.sent > 0,
        )
        .order_by(Campaign.issue.desc())
        .limit(LAST)
    ).all()
    if len(rows) < FEWEST:
        return None
    before = of_reactions([one for one, _ in rows])
    for one, kept in rows:
        before[one.id].sent, before[one.id].refused = kept.sent, kept.refused
    return _middle(list(before.values()))


def keep_figures() -> None:
    """Take the sums of issues that were sent since, or sent again."""
    query = (
        select(Campaign.id, Campaign.finished_at)
        .outerjoin(IssueFigures, IssueFigures.campaign_id == Campaign.id)
        .where(
            Campaign.state == CampaignState.SENT,
            or_(
                IssueFigures.campaign_id.is_(None),
                IssueFigures.finished_at != Campaign.finished_at,
            ),
        )
        .limit(AT_ONCE)
    )
    finished = {row.id: row.finished_at for row in db.session.execute(query) if row.finished_at}
    sums, refused = count(db.session.connection(), list(finished)), refused_of(finished)
    for id_, at in sorted(finished.items()):
        values = {"finished_at": at, "sent": sums[id_].sent, "refused": refused.get(id_, 0)}
        kept = insert_into(IssueFigures, db.session.get_bind().dialect)
        kept = kept.values(campaign_id=id_, **values)
        db.session.execute(
            kept.on_conflict_do_update(index_elements=[IssueFigures.campaign_id], set_=values)
        )


def _middle(before: Sequence[Figures]) -> Usual:
    def share(number: float, of: Figures) -> float:
        return 100 * number / max(of.delivered, 1)

    shares = {
        name: statistics.median(share(getattr(f, name), f) for f in before) for name in SHARES
    }
    by_hour = [
        statistics.median(share(f.by_hour[hour], f) for f in before) for hour in range(HOURS)
    ]
    return Usual(len(before), shares, by_hour)
