"""Copying: the subscriptions of the suppressed stand side by side, few as they are.

Triggers keep the copies, and a facet that says who is suppressed since when, in the transaction
that changes a subscription or suppresses an address. On PostgreSQL two such transactions about one
person can cross, when neither sees what the other did; ``mend`` finds those whom they concerned.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, column, delete, func, literal, select, table, union
from sqlalchemy.dialects.postgresql import insert

from ..database import UTCDateTime
from ..extensions import db, is_postgresql
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
FACETS = table(
    "subscriber_facets",
    *map(column, ("name", "value", "subscriber_id")),
    column("since", UTCDateTime()),  # of the suppressed
)
SUPPRESSED = (FACETS.c.name == "!", FACETS.c.value == "")


@job(every=EVERY)
def mend() -> None:
    """Put right the facets and the copies that are missing, or not as they should be."""
    if is_postgresql():
        _look_up_each()
        _mend_facets()
        _mend_copies()
        db.session.commit()


def _look_up_each() -> None:
    """Have PostgreSQL look each of the suppressed up by key, instead of reading everybody."""
    for way in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
        db.session.execute(select(func.set_config(way, "off", True)))


def _mend_facets() -> None:
    wrong = _facets().except_(_suppressed()).subquery().c.subscriber_id
    theirs = FACETS.c.subscriber_id.in_(select(wrong))
    db.session.execute(delete(FACETS).where(*SUPPRESSED, theirs))
    missing = _suppressed().except_(_facets()).subquery()
    rows = select(literal("!"), literal(""), *missing.c)
    names = ["name", "value", "subscriber_id", "since"]
    db.session.execute(insert(FACETS).from_select(names, rows).on_conflict_do_nothing())


def _facets() -> Select[Any]:
    return select(FACETS.c.subscriber_id, FACETS.c.since).where(*SUPPRESSED)


def _suppressed() -> Select[int, dt.datetime]:
    """Who is suppressed, and since when."""
    return select(Subscriber.id.label("subscriber_id"), Suppression.since).join(
        Suppression, Suppression.email == Subscriber.email
    )


def _mend_copies() -> None:
    wrong = _copies().except_(_subscriptions())
    missing = _subscriptions().except_(_copies())
    people = union(wrong, missing).subquery().c.subscriber_id
    db.session.execute(select(func.suppressed_subscriptions_afresh(func.array_agg(people))))


def _copies() -> Select[Any]:
    return select(*SUPPRESSED_SUBSCRIPTIONS.c)


def _subscriptions() -> Select[Any]:
    return (
        select(*(getattr(Subscription, name) for name in COPIED + MOMENTS), Suppression.since)
        .join(Subscriber, Subscriber.id == Subscription.subscriber_id)
        .join(Suppression, Suppression.email == Subscriber.email)
    )
