"""Launching: the audience is frozen, and from then on every recipient is accounted for."""

from __future__ import annotations

from sqlalchemy import Select, exists, func, insert, literal, select

from .. import clock
from ..extensions import db
from ..subscriptions.models import Subscriber, Subscription, Suppression
from .jobs import send_campaign
from .models import Campaign, Delivery
from .outcomes import AlreadyLaunched, ListClosed, NobodyToSendTo, NothingToSend


def launch(campaign: Campaign) -> None:
    """Freeze the audience with one statement, number the issue, and have it sent after the commit.

    Raises AlreadyLaunched, ListClosed, NothingToSend or NobodyToSendTo; the caller then rolls
    back. Two launches at once: the second waits for the first and finds it done.
    """
    _hold(campaign)
    if not campaign.is_draft:
        raise AlreadyLaunched
    if not campaign.mailing_list.is_open:
        raise ListClosed
    if not campaign.subject or not campaign.body:
        raise NothingToSend
    audience = _freeze(campaign)
    if audience == 0:
        raise NobodyToSendTo
    campaign.launch(next_issue(campaign.list_id), audience, clock.now())
    db.session.flush()
    send_campaign.later(campaign_id=campaign.id)


def audience_of(list_id: int) -> Select[int, str]:
    """Id and address of everyone a campaign to the list would reach now."""
    suppressed = exists().where(Suppression.email == Subscriber.email)
    return (
        select(Subscriber.id, Subscriber.email)
        .join(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(
            Subscription.list_id == list_id,
            Subscription.ended_at.is_(None),
            Subscription.confirmed_at.is_not(None),
            ~suppressed,
        )
    )


def count_audience(campaign: Campaign) -> int:
    """How many a campaign would reach if it were launched now."""
    reached = audience_of(campaign.list_id).subquery()
    return db.session.scalars(select(func.count()).select_from(reached)).one()


def next_issue(list_id: int) -> int:
    """The number the list’s next issue gets."""
    newest = db.session.scalar(select(func.max(Campaign.issue)).where(Campaign.list_id == list_id))
    return (newest or 0) + 1


def _hold(campaign: Campaign) -> None:
    """Read list and campaign afresh and keep others from launching either until we are done."""
    for row in (campaign.mailing_list, campaign):
        db.session.refresh(row, with_for_update=True)


def _freeze(campaign: Campaign) -> int:
    reached = audience_of(campaign.list_id).add_columns(literal(campaign.id))
    columns = [Delivery.subscriber_id, Delivery.email, Delivery.campaign_id]
    freeze = insert(Delivery).from_select(columns, reached)
    frozen = db.session.execute(freeze, execution_options={"preserve_rowcount": True})
    return int(frozen.rowcount)  # type: ignore[attr-defined]
