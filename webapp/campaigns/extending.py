"""Extending: a letter that was sent goes to those as well who joined since."""

from __future__ import annotations

from sqlalchemy import Select, exists, func, select

from ..database import insert_into
from ..extensions import db
from ..outcomes import Outcome
from ..subscriptions.models import Subscriber, Subscription
from .audience.reaching import audience_of, lists_of
from .jobs import send_campaign
from .launching import FROZEN, hold, rows_of
from .models import Campaign, Delivery
from .outcomes import ListNotLive
from .states import Step


class NobodyJoined(Outcome):
    """Nobody confirmed since the launch who may be written to and has no delivery."""

    status = 409
    title = "Nobody has joined since"
    sentence = "Everyone who confirmed the list by now is in the account of this letter already."


def newcomers(campaign: Campaign) -> Select[int, str, int]:
    """Id and address of those who confirmed after the launch, and would get the letter now."""
    since = select(Subscription.subscriber_id).where(
        Subscription.list_id.in_([one.id for one in lists_of(campaign)]),
        Subscription.ended_at.is_(None),
        Subscription.confirmed_at > campaign.launched_at,
    )
    has_it = exists().where(
        Delivery.campaign_id == campaign.id, Delivery.subscriber_id == Subscriber.id
    )
    return audience_of(campaign).where(Subscriber.id.in_(since), ~has_it)


def count_newcomers(campaign: Campaign) -> int:
    """How many those are."""
    found = newcomers(campaign).subquery()
    return db.session.scalars(select(func.count()).select_from(found)).one()


def send_to_newcomers(campaign: Campaign) -> int:
    """Freeze those who joined since into the audience, and send on. How many.

    The database decides that nobody is in it twice. Raises StepRefused, ListNotLive, NobodyJoined.
    """
    hold(campaign)
    Step.SEND_ON.leads_from(campaign.state)
    if not all(one.is_live for one in lists_of(campaign)):
        raise ListNotLive
    number = _freeze_more(campaign)
    if not number:
        raise NobodyJoined
    campaign.take(Step.SEND_ON)
    campaign.audience += number
    campaign.finished_at = None
    db.session.flush()
    send_campaign.later(campaign_id=campaign.id)
    return number


def _freeze_more(campaign: Campaign) -> int:
    into = insert_into(Delivery, db.session.connection().dialect)
    more = into.from_select(FROZEN, rows_of(campaign, newcomers(campaign))).on_conflict_do_nothing()
    added = db.session.execute(more, execution_options={"preserve_rowcount": True})
    return int(added.rowcount)  # type: ignore[attr-defined]
