"""Adding rows that may be there already: the unique index decides, also between two at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..database import Base, insert_into
from ..extensions import db
from .models import Subscriber, Subscription

Rows = Sequence[dict[str, Any]]
# Where the unique index refuses a second one, as ON CONFLICT names it.
KNOWN: dict[str, Any] = {"index_elements": [Subscriber.email]}
OPEN: dict[str, Any] = {
    "index_elements": [Subscription.subscriber_id, Subscription.list_id],
    "index_where": Subscription.ended_at.is_(None),
}


def add_subscribers(rows: Rows) -> None:
    """Add the addresses that are not there yet."""
    statement = _insert(Subscriber).on_conflict_do_nothing(**KNOWN)
    db.session.execute(statement, list(rows))


def add_subscriptions(rows: Rows) -> set[int]:
    """Add the subscriptions that are not open yet, and return the ids of their subscribers.

    A second transaction that adds the same one waits for the first to end and then adds nothing
    (PostgreSQL, INSERT, ON CONFLICT), so rows are put in one order, or two would wait for each
    other.
    """
    ordered = sorted(rows, key=lambda row: (row["subscriber_id"], row["list_id"]))
    statement = _insert(Subscription).on_conflict_do_nothing(**OPEN)
    added = db.session.scalars(statement.returning(Subscription.subscriber_id), ordered)
    return set(added)


def _insert(model: type[Base]) -> Any:
    return insert_into(model, db.session.get_bind().dialect)
