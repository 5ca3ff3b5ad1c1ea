"""Limiting: what a batch takes of the limits, before it is claimed, in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from .. import clock
from ..mail.limits import allowing
from ..mail.limits.models import SendingLimit
from . import holding
from .composing import Recipient
from .models import Delivery, DeliveryState
from .turning import is_due_again


@dataclass(frozen=True)
class Asking:
    """Who asks: in which zone the paper’s day is, and which servers it may use, best first."""

    zone: str
    servers: Callable[[], list[str]]


ANYWHERE = Asking("UTC", list)


@dataclass(frozen=True)
class Used:
    """What a batch took: through which server it goes, and for whom which domain counts."""

    server: str
    domains: dict[int, str]  # by delivery
    keys: Collection[str]
    held: Collection[int]  # the deliveries that were held back

    def settle(self, connection: Connection, name: str, begun: Collection[int]) -> None:
        """Give back all but what counts for the deliveries that were begun."""
        counted = allowing.counts(self.server, [self.domains[one] for one in begun])
        allowing.settle(connection, name, {key: counted[key] for key in self.keys})


def is_limited(campaign_id: int) -> ColumnElement[bool]:
    """Whether there is any limit, or somebody is still held back by one that was removed.

    Asked within the first question of a claim: without limits a claim asks nothing more.
    """
    return or_(exists(select(SendingLimit.id)), holding.any_held(campaign_id))


def somebody_waits(campaign_id: int) -> ColumnElement[bool]:
    """Whether somebody’s turn would be now, or has come before and gone.

    Asked in the order of the index in which they are claimed, not to look at the whole table.
    """
    ours = select(Delivery.id).where(Delivery.campaign_id == campaign_id)
    first = ours.order_by(Delivery.next_try_at, Delivery.id).limit(1)
    pending = first.where(Delivery.state == DeliveryState.PENDING).scalar_subquery()
    is_held = holding.any_held(campaign_id)
    return or_(pending.is_not(None), is_due_again(campaign_id), is_held)


def is_closed(connection: Connection, asking: Asking, seconds: float) -> bool:
    """Whether nothing may leave for longer than so many seconds: a run would do nothing."""
    left = allowing.budget(connection, asking.zone, hold=False)
    _, room = allowing.choose(left, asking.servers())
    opens_at = None if room.left else room.opens_at
    return opens_at is not None and opens_at > clock.now() + dt.timedelta(seconds=seconds)


class Limits:
    """What the limits leave for one claim. Nobody else takes anything until it is committed."""

    def __init__(self, connection: Connection, campaign_id: int, asking: Asking) -> None:
        self.connection = connection
        self.campaign_id = campaign_id
        self.budget = allowing.budget(connection, asking.zone)
        self.server, self.room = allowing.choose(self.budget, asking.servers())
        self.held_until: list[dt.datetime] = []

    @property
    def left(self) -> int:
        """How many letters may leave now, whatever their domains."""
        return self.room.left

    @property
    def opens_at(self) -> dt.datetime | None:
        """When a limit that keeps somebody waiting will have room."""
        if self.left:
            return min(self.held_until, default=None)
        asked = select(somebody_waits(self.campaign_id))
        return self.room.opens_at if self.connection.scalar(asked) else None

    def held_with_room(self) -> Iterator[tuple[str, int]]:
        """For which domains people are held back that have room again, and how much."""
        domains = holding.domains_held(self.connection, self.campaign_id) if self.left else []
        for domain, room in self.budget.rooms_of(domains).items():
            if room.left:
                yield domain, room.left
            elif room.opens_at:
                self.held_until.append(room.opens_at)

    def take(self, name: str, ends_at: dt.datetime, recipients: list[Recipient]) -> Used:
        """Take allowances under ``name``; hold back those whose domain has no room."""
        domains = {one.delivery_id: self.budget.domain_of(one.email) for one in recipients}
        held = self._over(domains)
        holding.hold_back(self.connection, held)
        going = [domain for one, domain in domains.items() if one not in held]
        keys = self.budget.take(name, ends_at, self.server, going)
        return Used(self.server, domains, keys, held)

    def _over(self, domains: dict[int, str]) -> dict[int, str]:
        rooms = self.budget.rooms_of(set(domains.values()) - {""})
        seen: Counter[str] = Counter()
        over = {}
        for delivery_id, domain in domains.items():
            seen[domain] += 1
            if domain and seen[domain] > rooms[domain].left:
                over[delivery_id] = domain
        return over
