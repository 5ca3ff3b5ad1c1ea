"""Claiming: a lane takes a batch as a lease, and looks again whether each may be mailed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, and_, func, select, update

from .. import clock
from ..subscriptions.models import ListKind, MailingList, Subscriber, Subscription, Suppression
from ..subscriptions.suppressing import by_domain
from . import sparing
from .composing import Recipient
from .models import Campaign, Delivery, DeliveryState
from .sparing import Launched
from .states import CampaignState
from .yielding import alert_is_waiting

# Far longer than any batch takes; only another machine’s sweep waits for its end.
LEASE = dt.timedelta(minutes=30)
# Why a recipient is skipped.
SUPPRESSED, LEFT, CHANGED = "suppressed", "unsubscribed", "address changed"
PAUSED, FEWER = "paused", "fewer letters wanted"
CLOSED = "list closed"  # while the letter was on its way


@dataclass(frozen=True)
class Claim:
    """What a lane may send until ``ends_at``, and how many it skipped."""

    recipients: list[Recipient]
    skipped: int
    ends_at: dt.datetime

    @property
    def is_empty(self) -> bool:
        """Whether nothing was due."""
        return not self.recipients and not self.skipped


def claim(connection: Connection, campaign_id: int, name: str, most: int) -> Claim:
    """Claim up to ``most`` due recipients under ``name``, those first whose turn was put off.

    Consent to the list that the letter comes through, suppression and what people prefer are looked
    at now: who left, was suppressed, paused or wants fewer letters is skipped with that reason, and
    everybody once that list is closed. The caller commits, durably, before anything is sent.
    """
    ends_at = clock.now() + LEASE
    asked = select(Campaign.state, Campaign.list_id, Campaign.launched_at, MailingList.kind)
    found = asked.join(MailingList).where(Campaign.id == campaign_id)
    state, list_id, launched_at, kind = connection.execute(found).one()
    if state != CampaignState.SENDING or launched_at is None:
        return Claim([], 0, ends_at)
    if kind != ListKind.ALERT and alert_is_waiting(connection):
        return Claim([], 0, ends_at)
    rows = _due(connection, campaign_id, list_id, DeliveryState.DEFERRED, most)
    room = most - len(rows)
    rows += _due(connection, campaign_id, list_id, DeliveryState.PENDING, room)
    launched = Launched(campaign_id, launched_at)
    skipped = _skip(connection, _reasons(connection, launched, rows))
    recipients = [_recipient(row) for row in rows if row.id not in skipped]
    lease = {"state": DeliveryState.CLAIMED, "claimed_by": name, "lease_ends_at": ends_at}
    if recipients:
        ids = [recipient.delivery_id for recipient in recipients]
        connection.execute(update(Delivery).where(Delivery.id.in_(ids)).values(lease))
    return Claim(recipients, len(skipped), ends_at)


def _due(
    connection: Connection, campaign_id: int, list_id: int, state: DeliveryState, most: int
) -> list[Row[tuple[object, ...]]]:
    """Up to ``most`` due deliveries, locked, each beside its consent as it is now."""
    if most == 0:
        return []
    due = _next_in_turn(campaign_id, list_id, state, most).cte("due")
    consents = and_(
        Subscription.subscriber_id == due.c.subscriber_id,
        Subscription.list_id == due.c.list_id,
        Subscription.ended_at.is_(None),
        Subscription.confirmed_at.is_not(None),
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
        .outerjoin(Subscription, consents)
        .outerjoin(Suppression, Suppression.email == due.c.email)
    )
    return list(connection.execute(beside).all())


def _next_in_turn(
    campaign_id: int, list_id: int, state: DeliveryState, most: int
) -> Select[int, int, str, int, int]:
    """Whose turn it is, in the order of the index: no plan may begin with the whole table."""
    through = func.coalesce(Delivery.list_id, list_id).label("list_id")
    turn = (
        select(Delivery.id, Delivery.subscriber_id, Delivery.email, Delivery.tries, through)
        .where(Delivery.campaign_id == campaign_id, Delivery.state == state)
        .order_by(Delivery.next_try_at, Delivery.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    if state == DeliveryState.DEFERRED:
        turn = turn.where(Delivery.next_try_at <= clock.now())
    return turn


def _reason_to_skip(
    row: Row[tuple[object, ...]], is_suppressed: Callable[[str], bool], spared: set[int]
) -> str:
    if row.closed_at is not None:
        return CLOSED
    # Who came to a suppressed domain after it was spread has no suppression of their own.
    if row.suppression is not None or is_suppressed(row.email):
        return SUPPRESSED
    if row.confirmed_at is None:
        return LEFT
    if row.email != row.email_now:
        return CHANGED
    if row.paused_until is not None and row.paused_until > clock.now():
        return PAUSED
    return FEWER if row.subscriber_id in spared else ""


def _reasons(
    connection: Connection, campaign: Launched, rows: list[Row[tuple[object, ...]]]
) -> dict[int, str]:
    spared = sparing.had_enough(connection, campaign, rows)
    is_suppressed = by_domain(connection)
    return {row.id: _reason_to_skip(row, is_suppressed, spared) for row in rows}


def _skip(connection: Connection, reasons: Mapping[int, str]) -> set[int]:
    by_reason: dict[str, list[int]] = defaultdict(list)
    for id_, reason in reasons.items():
        if reason:
            by_reason[reason].append(id_)
    for reason, ids in by_reason.items():
        settled = {"state": DeliveryState.SKIPPED, "reason": reason, "settled_at": clock.now()}
        connection.execute(update(Delivery).where(Delivery.id.in_(ids)).values(settled))
    return {id_ for ids in by_reason.values() for id_ in ids}


def _recipient(row: Row[tuple[object, ...]]) -> Recipient:
    return Recipient(
        row.id,
        row.subscriber_id,
        row.email,
        row.link_version,
        row.confirmed_at,
        row.tries,
        row.list_id,
        row.name,
        row.attributes,
    )
