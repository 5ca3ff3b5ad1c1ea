"""Tallying a campaign's deliveries beyond their states: by domain, by minute, by what was said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from .. import clock
from ..campaigns.accounting import Totals
from ..campaigns.holding import HELD_BACK
from ..campaigns.models import Campaign, Delivery, DeliveryState
from ..extensions import db, is_postgresql

SHOWN_DOMAINS = 5
SHOWN_REPLIES = 3
REPLY_CODE = 9  # characters: “550 5.1.1”
MOST_BARS = 40
TROUBLES = (DeliveryState.UNKNOWN, DeliveryState.DEFERRED, DeliveryState.FAILED)


@dataclass(frozen=True)
class Domain:
    """How many recipients of one receiving domain stand where."""

    name: str
    totals: Totals


@dataclass(frozen=True)
class Domains:
    """The largest domains, all others together, and the sum of both."""

    largest: list[Domain]
    others: Domain | None
    every: Totals


@dataclass(frozen=True)
class Reply:
    """Recipients in one state to whom the servers said the same, in one of the servers' words."""

    state: str
    number: int
    words: str
    next_try_at: dt.datetime | None

    @property
    def is_of_server(self) -> bool:
        """Whether a server said it; a limit speaks for itself."""
        return self.words != HELD_BACK


@dataclass(frozen=True)
class Pace:
    """Letters sent in equal stretches of time, the first beginning at ``began_at``."""

    began_at: dt.datetime
    minutes: int  # the length of a stretch
    sent: list[int]


def by_domain(campaign: Campaign) -> Domains:
    """The states by receiving domain, the largest domains first: one query."""
    domain = _domain_of_address().label("domain")
    query = (
        select(domain, Delivery.state, func.count())
        .where(Delivery.campaign_id == campaign.id)
        .group_by("domain", Delivery.state)
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, state, number in db.session.execute(query):
        counts[name][state] = number
    ordered = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))
    largest = [Domain(name, _added([counts[name]])) for name in ordered[:SHOWN_DOMAINS]]
    rest = [counts[name] for name in ordered[SHOWN_DOMAINS:]]
    others = Domain(f"{len(rest):,} other domain{'s' * (len(rest) != 1)}", _added(rest))
    return Domains(largest, others if rest else None, _added(list(counts.values())))


def troubles(campaign: Campaign) -> dict[str, list[Reply]]:
    """What a person should look at, by state: the commonest replies of each, by their codes."""
    code = func.substr(Delivery.reply, 1, REPLY_CODE).label("code")
    number = func.count().label("number")
    query = (
        select(Delivery.state, number, func.min(Delivery.reply), func.min(Delivery.next_try_at))
        .where(Delivery.campaign_id == campaign.id, Delivery.state.in_(TROUBLES))
        .group_by(Delivery.state, code)
        .order_by(number.desc())
    )
    found: dict[str, list[Reply]] = {}
    for row in db.session.execute(query):
        reply = Reply(*row)
        found.setdefault(reply.state, []).append(reply)
    return found


def pace(campaign: Campaign) -> Pace:
    """How many letters were sent in each minute, or each few minutes of a long sending."""
    began = (campaign.launched_at or clock.now()).replace(second=0, microsecond=0)
    counts = _sent_by_minute(campaign)
    last = max(counts, default=began)
    minutes = int((last - began).total_seconds() // 60) + 1
    length = -(-minutes // MOST_BARS)
    sent = [0] * max(1, -(-minutes // length))
    for minute, number in counts.items():
        sent[int((minute - began).total_seconds() // 60) // length] += number
    return Pace(began, length, sent)


def _sent_by_minute(campaign: Campaign) -> dict[dt.datetime, int]:
    """Letters sent by minute; the database cuts the seconds off."""
    moment = Delivery.settled_at
    if is_postgresql():
        minute: ColumnElement[str] = func.to_char(
            func.timezone("UTC", moment), "YYYY-MM-DD HH24:MI"
        )
    else:
        minute = func.strftime("%Y-%m-%d %H:%M", moment)
    query = (
        select(minute.label("minute"), func.count())
        .where(
            Delivery.campaign_id == campaign.id,
            Delivery.state == DeliveryState.SENT,
            moment.is_not(None),
        )
        .group_by("minute")
    )
    return {
        dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC): number
        for text, number in db.session.execute(query)
    }


def _domain_of_address() -> ColumnElement[str]:
    """What stands behind the @ of the address."""
    email = Delivery.email
    if is_postgresql():
        return func.split_part(email, "@", 2)
    return func.substr(email, func.instr(email, "@") + 1)


def _added(counts: list[dict[str, int]]) -> Totals:
    """The sums of several counts by state."""
    sums = {state.value: sum(one.get(state, 0) for one in counts) for state in DeliveryState}
    skipped = sums.pop(DeliveryState.SKIPPED)
    return Totals(audience=sum(sums.values()) + skipped, skipped={"": skipped}, **sums)
