"""Launching: the audience is frozen, and from then on every recipient is accounted for."""

from __future__ import annotations

from sqlalchemy import func, insert, literal, select

from .. import clock
from ..extensions import db
from . import bringing
from .audience.reaching import audience_of, lists_of
from .drafting import refresh
from .jobs import send_campaign
from .models import Campaign, Delivery
from .outcomes import ListNotLive, NobodyToSendTo, NothingToSend
from .reactions import linking
from .states import Step
from .wording import rendered, standing_links


def launch(campaign: Campaign) -> None:
    """Freeze the audience with one statement, number the issue, and have it sent after the commit.

    Raises StepRefused, ListNotLive, NothingToSend or NobodyToSendTo; the caller then rolls
    back. Two launches at once: the second waits for the first and finds it done.
    """
    _hold(campaign)
    Step.LAUNCH.leads_from(campaign.state)
    if not all(one.is_live for one in lists_of(campaign)):
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


def next_issue(list_id: int) -> int:
    """The number the list’s next issue gets."""
    newest = db.session.scalar(select(func.max(Campaign.issue)).where(Campaign.list_id == list_id))
    return (newest or 0) + 1


def _hold(campaign: Campaign) -> None:
    """Read lists and campaign afresh and keep others from launching any until we are done."""
    lists = sorted(lists_of(campaign), key=lambda one: one.id)  # in one order for all: no deadlock
    for row in (*lists, campaign):
        db.session.refresh(row, with_for_update=True)


def _freeze(campaign: Campaign) -> int:
    reached = audience_of(campaign).add_columns(literal(campaign.id))
    columns = [Delivery.subscriber_id, Delivery.email, Delivery.list_id, Delivery.campaign_id]
    freeze = insert(Delivery).from_select(columns, reached)
    frozen = db.session.execute(freeze, execution_options={"preserve_rowcount": True})
    return int(frozen.rowcount)  # type: ignore[attr-defined]
