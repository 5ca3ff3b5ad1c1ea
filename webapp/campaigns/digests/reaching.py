"""Reaching the readers of one hour, each with one digest of a list for the same stories."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from ...subscriptions.models import MailingList, Subscription
from ..models import Campaign, Delivery, DeliveryState
from .models import DigestRun

# To whom nothing came.
GOT_NOTHING = (DeliveryState.SKIPPED, DeliveryState.FAILED)


def gets_it(campaign: Campaign) -> list[ColumnElement[bool]]:
    """Who gets a digest: by their own hour, or the list’s, and not again what another hour brought.

    Whoever changes the hour waits for the first digest that begins where their last one ended, so
    nobody gets a story twice.
    """
    hour = select(MailingList.hour).where(MailingList.id == campaign.list_id).scalar_subquery()
    is_theirs = func.coalesce(Subscription.hour, hour) == campaign.hour
    if campaign.most_followed is not None:
        return [is_theirs]  # which stories each had is looked at story by story, at the claim
    begins = aliased(DigestRun)
    since = select(begins.since).where(begins.campaign_id == campaign.id).scalar_subquery()
    overlapping = select(DigestRun.campaign_id).where(
        DigestRun.list_id == campaign.list_id,
        DigestRun.hour != campaign.hour,
        DigestRun.campaign_id.is_not(None),
        DigestRun.until > since,
    )
    had = select(Delivery.subscriber_id).where(
        Delivery.campaign_id.in_(overlapping), Delivery.state.not_in(GOT_NOTHING)
    )
    return [
        is_theirs,
        Subscription.subscriber_id.not_in(had),
    ]
