"""Adding the people and subscriptions that rows bring, whoever adds the same meanwhile.

Who is known was looked up a moment ago, so nearly always nobody else has added any of them. On
PostgreSQL they are therefore copied in, with ids drawn beforehand, which spares two looks into an
index for each; and only if somebody did add one are they added again, without those. All imports
add in one order, so that two wait for each other in a line and not in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from ... import clock
from ...extensions import db, is_postgresql
from ...loading import add_new_rows, add_rows, next_ids
from ..adding import KNOWN, OPEN
from ..bulk import INTEGER, MOMENT, OBJECT, TEXT, Types, insert_from, moment
from ..models import Subscriber, Subscription
from .comparing import Compared

SOURCE = "import"
SUBSCRIBERS: Types = {
    "email": TEXT, "name": TEXT, "created_at": MOMENT, "confirmed_at": MOMENT,
    "link_version": INTEGER,
}  # fmt: skip
WITH_ATTRIBUTES: Types = {**SUBSCRIBERS, "attributes": OBJECT}
SUBSCRIPTIONS: Types = {
    "subscriber_id": INTEGER, "list_id": INTEGER, "source": TEXT, "asked_at": MOMENT,
    "confirmed_at": MOMENT, "ended_reason": TEXT,
}  # fmt: skip
Key = InstrumentedAttribute[Any]
Rows = list[tuple[Any, ...]]


def add_people(compared: Sequence[Compared]) -> dict[str, int]:
    """Add those that rows bring and that nobody added yet; their ids by address."""
    rows = [one for one in compared if one.verdict == "new" and not one.person.subscriber_id]
    now = moment(clock.now())
    has_attributes = any(one.line.attributes for one in rows)
    types = WITH_ATTRIBUTES if has_attributes else SUBSCRIBERS
    brought = sorted(
        (
            one.line.email, one.line.name, now, one.line.confirmed_at, 0,
            *((one.line.attributes or "{}",) if has_attributes else ()),
        )
        for one in rows
    )  # fmt: skip
    return _add(Subscriber.email, types, brought, KNOWN)


def add_subscriptions(
    rows: Sequence[Compared], ids: Mapping[str, int], list_id: int
) -> dict[int, int]:
    """Add subscriptions of those people that were not open yet; their ids by subscriber."""
    now = moment(clock.now())
    brought = sorted(
        (
            ids[one.line.email], list_id, SOURCE, one.line.confirmed_at or now,
            one.line.confirmed_at, "",
        )
        for one in rows
    )  # fmt: skip
    return _add(Subscription.subscriber_id, SUBSCRIPTIONS, brought, OPEN)


def _add(key: Key, types: Types, brought: Rows, unless: dict[str, Any]) -> dict[Any, int]:
    """Add rows that begin with the key, but for those that are there: ids by key."""
    if not brought:
        return {}
    model: Any = key.class_
    connection = db.session.connection()
    if not is_postgresql():
        return dict(add_new_rows(connection, model, brought, list(types), (key.name, "id")))
    driver: Any = connection.dialect.loaded_dbapi
    with suppress(driver.IntegrityError), db.session.begin_nested():
        return _copy(model, types, brought)
    statement = insert_from(model, types, brought).on_conflict_do_nothing(**unless)
    # Below the session, which would look through its objects one by one.
    return dict(connection.execute(statement.returning(key, model.id)).all())


def _copy(model: Any, types: Types, brought: Rows) -> dict[Any, int]:
    """Add rows with ids of their own, unless one of them is there, by COPY."""
    connection = db.session.connection()
    ids = next_ids(connection, model, len(brought))
    keys, *_ = columns = [
        [cell and f"{cell}+00" for cell in column] if kind is MOMENT else column
        for column, kind in zip(zip(*brought, strict=True), types.values(), strict=True)
    ]
    add_rows(connection, model, zip(ids, *columns, strict=True), ["id", *types])
    return dict(zip(keys, ids, strict=True))
