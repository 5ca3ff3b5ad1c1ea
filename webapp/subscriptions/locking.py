"""Locking: one order for every transaction that changes a person's subscriptions.

Subscriptions first, by id, then the subscriber's own row: two transactions about one person can
then wait for each other only in one direction. SQLite locks the whole database and needs none.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from ..extensions import db
from .models import Subscription

OPEN = Subscription.ended_at.is_(None)
WAITING = OPEN & Subscription.confirmed_at.is_(None)


def lock_if(
    condition: ColumnElement[bool], subscriptions: Iterable[Subscription]
) -> list[Subscription]:
    """Those of ``subscriptions`` that still meet the condition, locked until the transaction ends.

    Whoever was faster is waited for, and what they changed is read afresh.
    """
    ids = [subscription.id for subscription in subscriptions]
    if not ids:
        return []
    query = (
        select(Subscription)
        .where(Subscription.id.in_(ids), condition)
        .order_by(Subscription.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))
