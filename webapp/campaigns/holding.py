"""Holding back those whose domain has had its letters, so that others are not kept waiting.

Who is held back is deferred without a time of their own, under the domain for which they wait. An
index has them in their order, so each is written once and found again when there is room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    case,
    func,
    select,
    text,
    update,
)

from ..among import is_among
from .models import HELD, Delivery, DeliveryState

# What stands for a server’s words where no server was asked yet.
HELD_BACK = "held back: the limit of its domain is used up"


def any_held(campaign_id: int) -> ColumnElement[bool]:
    """Whether somebody of a campaign is held back: by the order, from the index of those alone."""
    held = select(Delivery.id).where(Delivery.campaign_id == campaign_id, text(HELD))
    first = held.order_by(Delivery.held_for, Delivery.id).limit(1)
    return first.scalar_subquery().is_not(None)


def domains_held(connection: Connection, campaign_id: int) -> list[str]:
    """For which domains somebody is held back: one look into the index for each of them."""
    ours = (Delivery.campaign_id == campaign_id, text(HELD))
    first = select(func.min(Delivery.held_for).label("domain")).where(*ours)
    found = first.cte("found", recursive=True)
    following = select(func.min(Delivery.held_for)).where(*ours, Delivery.held_for > found.c.domain)
    found = found.union_all(
        select(following.correlate(found).scalar_subquery()).where(found.c.domain.is_not(None))
    )
    return list(connection.scalars(select(found.c.domain).where(found.c.domain.is_not(None))))


def numbers_held(connection: Connection, campaign_id: int) -> Iterator[Row[str, int]]:
    """How many are held back for each domain, most first."""
    number = func.count().label("number")
    asked = select(Delivery.held_for, number).where(Delivery.campaign_id == campaign_id, text(HELD))
    yield from connection.execute(asked.group_by(Delivery.held_for).order_by(number.desc()))


def hold_back(connection: Connection, held: Mapping[int, str]) -> None:
    """Hold deliveries back, each for its domain. The words of a server that knows them stay."""
    by_domain: dict[str, list[int]] = defaultdict(list)
    for delivery_id, domain in held.items():
        by_domain[domain].append(delivery_id)
    words = case((Delivery.tries == 0, HELD_BACK), else_=Delivery.reply)
    waits = {"state": DeliveryState.DEFERRED, "next_try_at": None, "reply": words}
    for domain, ids in by_domain.items():
        ours = update(Delivery).where(is_among(Delivery.id, ids))
        connection.execute(ours.values(waits | {"held_for": domain}))
