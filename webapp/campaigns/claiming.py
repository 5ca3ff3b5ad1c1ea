"""Claiming: a lane takes a batch as a lease, and looks again whether each may be mailed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from .. import clock
from ..among import is_among
from ..subscriptions.models import ListKind, MailingList
from ..subscriptions.suppressing import by_domain
from . import sparing
from .composing import Recipient
from .limiting import ANYWHERE, Asking, Limits, Used, is_limited
from .models import Campaign, Delivery, DeliveryState
from .sparing import Launched
from .states import CampaignState
from .stories import following
from .turning import Audience, Turn, due, held, is_due_again
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
    used: Used | None = None  # of the limits, where there are any
    opens_at: dt.datetime | None = None  # when a limit that leaves nothing will leave something

    @property
    def is_empty(self) -> bool:
        """Whether nothing was due, or may leave now."""
        return not (self.recipients or self.skipped or (self.used and self.used.held))

    @property
    def server(self) -> str:
        """Through which server it must leave; nothing: through any."""
        return self.used.server if self.used else ""


def claim(
    connection: Connection, campaign_id: int, name: str, most: int, asking: Asking = ANYWHERE
) -> Claim:
    """Claim up to ``most`` due recipients under ``name``, those first whose turn was put off.

    Consent to the list that the letter comes through, suppression and what people prefer are looked
    at now: who left, was suppressed, paused, wants fewer letters or follows nothing of what it
    brings is skipped with that reason, and everybody once that list is closed. The caller commits,
    durably, before anything is sent.
    """
    ends_at = clock.now() + LEASE
    columns = (Campaign.state, Campaign.list_id, Campaign.launched_at, Campaign.most_followed)
    ours = (is_limited(campaign_id), is_due_again(campaign_id))
    asked = select(*columns, MailingList.kind, *ours).join(MailingList)
    row = connection.execute(asked.where(Campaign.id == campaign_id)).one()
    state, list_id, launched_at, most_followed, kind, has_limits, are_due_again = row
    if state != CampaignState.SENDING or launched_at is None:
        return Claim([], 0, ends_at)
    if kind != ListKind.ALERT and alert_is_waiting(connection):
        return Claim([], 0, ends_at)
    limits = Limits(connection, campaign_id, asking) if has_limits else None
    audience = Audience(campaign_id, list_id, are_due_again)
    rows = _in_turn(connection, audience, most, limits)
    skipped = _skip(connection, _reasons(connection, Launched(campaign_id, launched_at), rows))
    stories: dict[int, tuple[int, ...]] = {}
    if most_followed is not None:
        left = [row for row in rows if row.id not in skipped]
        stories, nothing = following.choose(connection, campaign_id, left, most_followed)
        skipped |= _skip(connection, nothing)
    recipients = [_recipient(row, stories) for row in rows if row.id not in skipped]
    if limits is None:
        _lease(connection, name, ends_at, recipients)
        return Claim(recipients, len(skipped), ends_at)
    used = limits.take(name, ends_at, recipients)
    recipients = [one for one in recipients if one.delivery_id not in used.held]
    _lease(connection, name, ends_at, recipients, held_for="")
    return Claim(recipients, len(skipped), ends_at, used, limits.opens_at)


def _in_turn(
    connection: Connection, audience: Audience, most: int, limits: Limits | None
) -> list[Turn]:
    """Who was put off and is due, who was held back and may go now, and then all others."""
    most = min(most, limits.left) if limits else most
    again = audience.are_due_again
    rows = due(connection, audience, DeliveryState.DEFERRED, most) if again else []
    for domain, left in limits.held_with_room() if limits else ():
        rows += held(connection, audience, domain, min(left, most - len(rows)))
    return rows + due(connection, audience, DeliveryState.PENDING, most - len(rows))


def _lease(
    connection: Connection,
    name: str,
    ends_at: dt.datetime,
    recipients: list[Recipient],
    **columns: str,
) -> None:
    lease = {"state": DeliveryState.CLAIMED, "claimed_by": name, "lease_ends_at": ends_at}
    if recipients:
        ids = [recipient.delivery_id for recipient in recipients]
        theirs = is_among(Delivery.id, ids)
        connection.execute(update(Delivery).where(theirs).values(lease | columns))


def _reason_to_skip(row: Turn, is_suppressed: Callable[[str], bool], spared: set[int]) -> str:
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


def _reasons(connection: Connection, campaign: Launched, rows: list[Turn]) -> dict[int, str]:
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
        skip = update(Delivery).where(is_among(Delivery.id, ids))
        connection.execute(skip.values(settled | {"held_for": ""}))
    return {id_ for ids in by_reason.values() for id_ in ids}


def _recipient(row: Turn, stories: Mapping[int, tuple[int, ...]]) -> Recipient:
    assert row.confirmed_at is not None  # noqa: S101 (others are skipped)
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
        stories.get(row.id, ()),
    )
