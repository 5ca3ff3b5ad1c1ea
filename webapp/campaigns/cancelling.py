"""Cancelling: nobody gets the letter any more who has not got it, and each is accounted for.

The step itself changes one row. Whoever was pending or deferred is skipped afterwards, in steps;
what a worker has in hand is settled by that worker first. Until all are, the sweep goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, exists, select, update

from .. import clock
from ..extensions import db
from ..jobs import alone, job, stopping
from .accounting import UNFINISHED
from .models import Campaign, Delivery, DeliveryState
from .states import CampaignState, Step
from .stepping import take

STEP = 10_000  # recipients; about a tenth of a second in which others wait to write
CANCELLED = "cancelled"  # why a recipient is skipped
WAITING = (DeliveryState.PENDING, DeliveryState.DEFERRED)


def cancel(campaign: Campaign) -> None:
    """Send no more, for good. Raises StepRefused."""
    take(campaign, Step.CANCEL)
    campaign.paused_at, campaign.paused_because = None, ""
    settle_cancelled.later(campaign_id=campaign.id)


@job()
def settle_cancelled(campaign_id: int) -> None:
    """Skip whoever waits for a cancelled campaign, unless this process is at it already."""
    with alone("cancelled", campaign_id) as is_free:
        for _ in settle(campaign_id) if is_free else ():
            db.session.commit()
            if stopping.is_set():
                break


def unsettled() -> Select[int]:
    """Cancelled campaigns in which not everybody is settled yet, by their ids."""
    is_cancelled = Campaign.state == CampaignState.CANCELLED
    return select(Campaign.id).where(is_cancelled, Campaign.finished_at.is_(None))


def settle(campaign_id: int) -> Iterator[None]:
    """Skip whoever waits; commit at every turn. What a worker holds is left to that worker."""
    while campaign_id in set(db.session.scalars(unsettled())) and _skip_some(campaign_id):
        yield
    _finish(campaign_id)
    yield


def _skip_some(campaign_id: int) -> int:
    some = (
        select(Delivery.id)
        .where(Delivery.campaign_id == campaign_id, Delivery.state.in_(WAITING))
        .limit(STEP)
        .with_for_update()
    )
    skipped = {"state": DeliveryState.SKIPPED, "reason": CANCELLED, "settled_at": clock.now()}
    # Looked at again: on PostgreSQL a worker may have claimed one while we waited for its row.
    skip = update(Delivery).where(Delivery.id.in_(some), Delivery.state.in_(WAITING))
    ran = db.session.execute(skip.values(next_try_at=None, held_for="", **skipped))
    return int(ran.rowcount)  # type: ignore[attr-defined]


def _finish(campaign_id: int) -> None:
    left = exists().where(Delivery.campaign_id == campaign_id, Delivery.state.in_(UNFINISHED))
    done = update(Campaign).where(Campaign.id.in_(unsettled()), Campaign.id == campaign_id, ~left)
    db.session.execute(done.values(finished_at=clock.now()))
