"""Adopting: the entries from before there was a chain take their place in it, oldest first.

A migration left them in a table of their own. They go over a step at a time, each in a transaction:
one that is interrupted goes on where it ended.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    delete,
    inspect,
    select,
)

from ..database import UTCDateTime
from .chaining import Batch, append
from .hashing import DOMAIN, person_of
from .models import ConsentEvent, Subscriber
from .sealing import Details
from .signing import Signatory, Signature, salt, sign

BEFORE = "consents_before"
STEP = 5000
VISIT = ("network_address", "user_agent")
WORDS = ("event", "source", "wording", "wording_version", "evidence", *VISIT)
_before = Table(
    BEFORE,
    MetaData(),
    *(Column(name, Integer) for name in ("id", "subscriber_id", "list_id")),
    Column("at", UTCDateTime),
    *(Column(name, String) for name in WORDS),
)


def adopt(connection: Connection) -> None:
    """Chain what waits, if anything does, and commit after each step."""
    if BEFORE not in inspect(connection).get_table_names():
        return
    while rows := _oldest(connection):
        append(connection, [_batch(row) for row in rows])
        connection.execute(delete(_before).where(_before.c.id <= rows[-1].id))
        connection.commit()
    _before.drop(connection)
    connection.commit()


def _oldest(connection: Connection) -> list[Row[tuple[object, ...]]]:
    query = (
        select(_before, Subscriber.email)
        .join(Subscriber, Subscriber.id == _before.c.subscriber_id)
        .order_by(_before.c.id)
        .limit(STEP)
    )
    return list(connection.execute(query))


def _batch(row: Row[tuple[object, ...]]) -> Batch:
    """The entry."""
    reason, evidence = "", row.evidence
    if row.event == ConsentEvent.ENDED:
        reason, _, evidence = evidence.partition(": ")
    return Batch(
        row.event,
        row.at,
        row.source,
        [Signatory(row.subscriber_id, _signature(row, evidence))],
        list_id=row.list_id,
        reason=reason,
        wording=row.wording,
        wording_version=row.wording_version,
    )


def _signature(row: Row[tuple[object, ...]], evidence: str) -> Signature:
    """Of a person whose address was erased before, nothing that names them."""
    if row.email.endswith("@" + DOMAIN):
        return Signature(person_of(row.email))
    return sign(Details(salt(), row.email, evidence, row.network_address, row.user_agent))
