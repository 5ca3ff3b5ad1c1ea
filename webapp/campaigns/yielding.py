"""Yielding: while a breaking alert is on its way, other campaigns claim nobody."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select

from ..extensions import db
from ..subscriptions.models import ListKind, MailingList
from .models import Campaign, Delivery, DeliveryState
from .states import CampaignState


def is_alert(campaign_id: int) -> bool:
    """Whether a campaign goes to a list of breaking alerts."""
    kind = select(MailingList.kind).join(Campaign).where(Campaign.id == campaign_id)
    return db.session.scalar(kind) == ListKind.ALERT


def alert_is_waiting(connection: Connection) -> bool:
    """Whether an alert has recipients who were not tried yet; those put off keep nobody waiting."""
    untried = exists().where(
        Delivery.campaign_id == Campaign.id, Delivery.state == DeliveryState.PENDING
    )
    alerts = (
        select(Campaign.id)
        .join(MailingList)
        .where(Campaign.state == CampaignState.SENDING, MailingList.kind == ListKind.ALERT, untried)
    )
    return connection.execute(alerts.limit(1)).first() is not None
