"""Copying: the subscriptions of the suppressed stand side by side, few as they are.

Triggers keep the copies in the transaction that changes a subscription or suppresses an address. On
PostgreSQL two such transactions about one person can cross, when neither sees what the other did;
``mend`` finds those whom they concerned.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, column, func, select, table, union

from ..database import UTCDateTime
from ..extensions import db
from ..jobs import job
from .models import Subscriber, Subscription, Suppression

EVERY = dt.timedelta(hours=1)
COPIED = ("id", "subscriber_id", "list_id", "is_newest", "source")
MOMENTS = ("asked_at", "confirmed_at", "ended_at")
SUPPRESSED_SUBSCRIPTIONS = table(
    "suppressed_subscriptions",
    *map(column, COPIED),
    *(column(name, UTCDateTime()) for name in (*MOMENTS, "since")),
)


@job(every=EVERY)
def mend() -> None:
    """Copy anew the subscriptions of those of whom a copy is missing, or not as it should be."""
    if db.session.get_bind().dialect.name == "postgresql":
        wrong = _copies().except_(_subscriptions())
        missing = _subscriptions().except_(_copies())
        people = union(wrong, missing).subquery().c.subscriber_id
        db.session.execute(select(func.suppressed_subscriptions_afresh(func.array_agg(people))))
        db.session.commit()


def _copies() -> Select[Any]:
    return select(*SUPPRESSED_SUBSCRIPTIONS.c)


def _subscriptions() -> Select[Any]:
    return (
        select(*(getattr(Subscription, name) for name in COPIED + MOMENTS), Suppression.since)
        .join(Subscriber, Subscriber.id == Subscription.subscriber_id)
        .join(Suppression, Suppression.email == Subscriber.email)
    )
