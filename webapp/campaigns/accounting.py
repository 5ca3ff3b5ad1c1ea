"""The account of a campaign: what became of each recipient, and the sums."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Connection,
    Text,
    Update,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from .. import clock
from ..among import is_among
from ..extensions import db
from ..mail.letters import Fate
from ..mail.pausing import pause_after
from .journaling import Entry
from .models import Campaign, Delivery, DeliveryState
from .states import CampaignState

UNFINISHED = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.DEFERRED)
# A recipient at whom connections break is put off after as many tries, so that others get theirs.
LOST_LINES = 3
GIVEN_UP = "given up after 72 hours; the last answer was: "


@dataclass(frozen=True)
class Totals:
    """How many recipients stand where. At every moment they add up to the audience."""

    audience: int
    pending: int = 0
    claimed: int = 0
    sent: int = 0
    deferred: int = 0
    failed: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    unknown: int = 0

    @property
    def skipped_total(self) -> int:
        """How many were skipped, for whatever reason."""
        return sum(self.skipped.values())

    @property
    def to_go(self) -> int:
        """How many need something more."""
        return self.pending + self.claimed + self.deferred

    @property
    def settled(self) -> int:
        """How many need nothing more."""
        return self.sent + self.failed + self.skipped_total + self.unknown

    @property
    def adds_up(self) -> bool:
        """Whether the states add up to the audience."""
        return self.settled + self.to_go == self.audience

    def as_json(self) -> dict[str, Any]:
        """The numbers by the names that `masthead campaign show --json` promises."""
        return asdict(self)


def totals(campaign: Campaign) -> Totals:
    """The sums of a campaign as they stand."""
    return totals_of([campaign])[campaign.id]


def totals_of(campaigns: Iterable[Campaign]) -> dict[int, Totals]:
    """The sums of several campaigns, by id."""
    return count(db.session.connection(), [campaign.id for campaign in campaigns])


def count(connection: Connection, campaign_ids: list[int]) -> dict[int, Totals]:
    """The sums on any connection: one query, so one moment."""
    by_campaign: dict[int, list[tuple[str, str, int]]] = {id_: [] for id_ in campaign_ids}
    for campaign_id, state, reason, number in connection.execute(_sums(campaign_ids)):
        by_campaign[campaign_id].append((state, reason, number))
    return {id_: _totals(rows) for id_, rows in by_campaign.items()}


def _sums(campaign_ids: list[int]) -> CompoundSelect[int, str, str, int]:
    """Campaign, state, reason and number; the audience comes as a state of its own."""
    ours = Delivery.campaign_id.in_(campaign_ids)
    is_skipped = Delivery.state == DeliveryState.SKIPPED
    audience = select(Campaign.id, literal("audience"), literal(""), Campaign.audience)
    states = select(Delivery.campaign_id, Delivery.state, literal(""), func.count())
    reasons = select(Delivery.campaign_id, Delivery.state, Delivery.reason, func.count())
    return union_all(
        audience.where(Campaign.id.in_(campaign_ids)),
        states.where(ours, ~is_skipped).group_by(Delivery.campaign_id, Delivery.state),
        reasons.where(ours, is_skipped).group_by(
            Delivery.campaign_id, Delivery.state, Delivery.reason
        ),
    )


def _totals(rows: list[tuple[str, str, int]]) -> Totals:
    is_skipped = DeliveryState.SKIPPED
    skipped = {reason: number for state, reason, number in rows if state == is_skipped}
    counts = {state: number for state, _, number in rows if state != is_skipped}
    return Totals(skipped=skipped, **counts)


def settle(
    connection: Connection, name: str, entries: Iterable[Entry], tries: dict[int, int]
) -> None:
    """Write down what became of deliveries claimed under ``name``.

    ``tries`` holds how often each was tried before.
    """
    told = list(entries)
    sent = {entry.delivery_id: entry.reply for entry in told if entry.fate == Fate.SENT}
    others = [entry for entry in told if entry.fate != Fate.SENT]
    if sent:
        connection.execute(_settle_sent(connection, name, sent))
    if others:
        values = [_values(entry, tries.get(entry.delivery_id, 0) + 1) for entry in others]
        claimed = _claimed(name).where(Delivery.id == bindparam("delivery"))
        connection.execute(claimed.values(claimed_by="", lease_ends_at=None), values)


def give_back(connection: Connection, name: str, deliveries: Iterable[int]) -> None:
    """Deliveries that were claimed and not begun are pending again."""
    ids = list(deliveries)
    if ids:
        pending = {"state": DeliveryState.PENDING, "claimed_by": "", "lease_ends_at": None}
        ours = is_among(Delivery.id, ids)
        connection.execute(_claimed(name).where(ours).values(pending))


def finish(connection: Connection, campaign_id: int) -> bool:
    """Mark the campaign as sent when every recipient is settled; whether it was done now."""
    unsettled = exists().where(Delivery.campaign_id == campaign_id, Delivery.state.in_(UNFINISHED))
    done = (
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.SENDING, ~unsettled)
        .values(state=CampaignState.SENT, finished_at=clock.now())
    )
    return bool(connection.execute(done).rowcount)


def _claimed(name: str) -> Update:
    """An update of what is still claimed under a name, and of nothing else.

    Only what is claimed has a name. Its state is not asked for: the index of claimed rows, full of
    those that were, would look to PostgreSQL like the shortest way to a few.
    """
    return update(Delivery).where(Delivery.claimed_by == name)


def _settle_sent(connection: Connection, name: str, replies: dict[int, str]) -> Update:
    """One statement for the many, however many they are with as few parameters."""
    settled = _claimed(name).values(
        state=DeliveryState.SENT,
        tries=Delivery.tries + 1,
        next_try_at=None,
        settled_at=clock.now(),
        claimed_by="",
        lease_ends_at=None,
    )
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(replies)).table_valued("key", "value")
        ours = Delivery.id == cast(each.c.key, BigInteger)
        return settled.where(ours).values(reply=each.c.value)
    # No join, which without statistics would compare each of the one with each of the other.
    told = literal({str(id_): reply for id_, reply in replies.items()}, JSONB)
    ours = is_among(Delivery.id, replies)
    return settled.where(ours).values(reply=told[cast(Delivery.id, Text)].astext)


def _values(entry: Entry, tries: int) -> dict[str, Any]:
    state, pause, reply = _verdict(entry, tries)
    now = clock.now()
    return {
        "delivery": entry.delivery_id,
        "state": state,
        "reply": reply,
        "tries": tries,
        "next_try_at": now + pause if pause else None,
        "settled_at": None if state in UNFINISHED else now,
    }


def _verdict(entry: Entry, tries: int) -> tuple[DeliveryState, dt.timedelta | None, str]:
    """The state a fate means, with the pause before the next try."""
    settled = {Fate.REFUSED: DeliveryState.FAILED, Fate.UNKNOWN: DeliveryState.UNKNOWN}
    if entry.fate in settled:
        return settled[entry.fate], None, entry.reply
    if entry.fate == Fate.UNTRIED and tries < LOST_LINES:
        return DeliveryState.PENDING, None, entry.reply
    if pause := pause_after(tries):
        return DeliveryState.DEFERRED, pause, entry.reply
    return DeliveryState.FAILED, None, GIVEN_UP + entry.reply
