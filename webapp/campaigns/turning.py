"""Whose turn it is: deliveries in the order in which they are claimed, locked for who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, text

from .. import clock
from ..subscriptions.models import MailingList, Subscriber, Subscription, Suppression
from .models import HELD, Delivery, DeliveryState


class Audience(NamedTuple):
    """Of which campaign, and through which list those get it who have none noted."""

    campaign_id: int
    list_id: int
    are_due_again: bool  # whether the time has come of somebody who was put off


class Turn(NamedTuple):
    """A delivery whose turn it is, and its consent as it is now.

    A row of the database would answer as well, but takes ten times as long over each name.
    """

    id: int
    subscriber_id: int
    email: str  # as frozen at launch
    tries: int
    list_id: int
    email_now: str
    link_version: int
    paused_until: dt.datetime | None
    name: str
    attributes: Mapping[str, str]
    closed_at: dt.datetime | None
    subscription: int | None
    frequency: str | None
    confirmed_at: dt.datetime | None
    suppression: int | None


def is_due_again(campaign_id: int) -> ColumnElement[bool]:
    """Whether the time has come of somebody who was put off.

    Asked within another question; in the order of an index, not to look at the whole table.
    """
    again = select(Delivery.id).where(
        Delivery.campaign_id == campaign_id,
        Delivery.state == DeliveryState.DEFERRED,
        Delivery.next_try_at <= clock.now(),
    )
    first = again.order_by(Delivery.next_try_at, Delivery.id).limit(1)
    return first.scalar_subquery().is_not(None)


def due(connection: Connection, audience: Audience, state: DeliveryState, most: int) -> list[Turn]:
    """Up to ``most`` due deliveries, each beside its consent as it is now."""
    turn = _turn(audience, most).where(Delivery.state == state)
    turn = turn.order_by(Delivery.next_try_at, Delivery.id)
    if state == DeliveryState.DEFERRED:
        turn = turn.where(Delivery.next_try_at <= clock.now())
    return _beside(connection, turn) if most else []


def held(connection: Connection, audience: Audience, domain: str, most: int) -> list[Turn]:
    """The same of those who were held back for a domain, whose limit has room again."""
    turn = _turn(audience, most).where(text(HELD), Delivery.held_for == domain)
    return _beside(connection, turn.order_by(Delivery.id)) if most else []


def _turn(audience: Audience, most: int) -> Select[int, int, str, int, int]:
    """Asked in the order of an index: no plan may begin with the whole table."""
    through = func.coalesce(Delivery.list_id, audience.list_id).label("list_id")
    return (
        select(Delivery.id, Delivery.subscriber_id, Delivery.email, Delivery.tries, through)
        .where(Delivery.campaign_id == audience.campaign_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )


def _beside(connection: Connection, turn: Select[int, int, str, int, int]) -> list[Turn]:
    due = turn.cte("due")
    # Whether it is confirmed is looked at later. PostgreSQL, before it has statistics, would take
    # the index of a list’s confirmed readers, and look through all of it for each person.
    asked = and_(
        Subscription.subscriber_id == due.c.subscriber_id,
        Subscription.list_id == due.c.list_id,
        Subscription.ended_at.is_(None),
    )
    beside = (
        select(
            due,
            Subscriber.email.label("email_now"),
            Subscriber.link_version,
            Subscriber.paused_until,
            Subscriber.name,
            Subscriber.attributes,
            MailingList.closed_at,
            Subscription.id.label("subscription"),
            Subscription.frequency,
            Subscription.confirmed_at,
            Suppression.id.label("suppression"),
        )
        .select_from(due)
        .join(Subscriber, Subscriber.id == due.c.subscriber_id)
        .join(MailingList, MailingList.id == due.c.list_id)
        .outerjoin(Subscription, asked)
        .outerjoin(Suppression, Suppression.email == due.c.email)
    )
    return [Turn(*row) for row in connection.execute(beside)]
