"""Launching: the audience is frozen, and from then on every recipient is accounted for."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Select, exists, func, insert, literal, select

from .. import clock
from ..extensions import db
from ..subscriptions.models import Subscriber, Subscription, Suppression
from . import bringing
from .composing import rendered, standing_links
from .digests.reaching import gets_it
from .drafting import refresh
from .jobs import send_campaign
from .models import Campaign, Delivery
from .outcomes import ListNotLive, NobodyToSendTo, NothingToSend
from .reactions import linking
from .segments import finding
from .segments.conditions import Conditions
from .states import Step


def launch(campaign: Campaign) -> None:
    """Freeze the audience with one statement, number the issue, and have it sent after the commit.

    Raises StepRefused, ListNotLive, NothingToSend or NobodyToSendTo; the caller then rolls
    back. Two launches at once: the second waits for the first and finds it done.
    """
    _hold(campaign)
    Step.LAUNCH.leads_from(campaign.state)
    if not campaign.mailing_list.is_live:
        raise ListNotLive
    refresh(campaign)  # the stories as they are now; from here on the letter stays as it is
    if not campaign.subject or not campaign.body:
        raise NothingToSend
    audience = _freeze(campaign)
    if audience == 0:
        raise NobodyToSendTo
    campaign.launch(next_issue(campaign.list_id), audience, clock.now())
    db.session.flush()
    bringing.note(campaign)
    linking.freeze(campaign, rendered(campaign)[1], standing_links(campaign))
    send_campaign.later(campaign_id=campaign.id)


def audience_of(campaign: Campaign) -> Select[int, str]:
    """Id and address of everyone a campaign would reach now: of its list, and in its segment."""
    suppressed = exists().where(Suppression.email == Subscriber.email)
    reached = (
        select(Subscriber.id, Subscriber.email)
        .join(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(
            Subscription.list_id == campaign.list_id,
            Subscription.ended_at.is_(None),
            Subscription.confirmed_at.is_not(None),
            ~suppressed,
        )
    )
    if campaign.hour is not None:
        reached = reached.where(*gets_it(campaign))
    if campaign.segment is None:
        return reached
    conditions = Conditions.read(campaign.segment.conditions)
    return reached.where(Subscriber.id.in_(finding.people(conditions)))


def count_audience(campaign: Campaign) -> int:
    """How many a campaign would reach if it were launched now."""
    if campaign.segment is None:
        return finding.count(Conditions(list_id=campaign.list_id, state="confirmed"))
    conditions = Conditions.read(campaign.segment.conditions)
    if conditions.list_id in {0, campaign.list_id} and conditions.state in {"", "confirmed"}:
        # The same people, found by beginning with the condition that fewest meet.
        return finding.count(replace(conditions, list_id=campaign.list_id, state="confirmed"))
    reached = audience_of(campaign).subquery()
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
    reached = audience_of(campaign).add_columns(literal(campaign.id))
    columns = [Delivery.subscriber_id, Delivery.email, Delivery.campaign_id]
    freeze = insert(Delivery).from_select(columns, reached)
    frozen = db.session.execute(freeze, execution_options={"preserve_rowcount": True})
    return int(frozen.rowcount)  # type: ignore[attr-defined]
