"""Rows are added many at a time, whole and in order, however many there are."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.makers import make_subscriber
from webapp.extensions import db
from webapp.loading import PARAMETERS, add_new_rows, add_rows
from webapp.subscriptions.models import Subscriber

COLUMNS = ("email", "name", "created_at", "link_version")
MANY = 2 * PARAMETERS // len(COLUMNS) + 7  # the last statement is a short one
AT = "2026-11-28 18:00:00+00"


def people(number):
    return [(f"p{n:05}@example.org", f"Ұлан “{n}”; --", AT, 0) for n in range(number)]


def kept():
    found = select(Subscriber.email, Subscriber.name).order_by(Subscriber.id)
    return [tuple(row) for row in db.session.execute(found)]


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_all_rows_are_added_in_their_order(context, number):
    rows = people(number)
    add_rows(db.session.connection(), Subscriber, iter(rows), COLUMNS)
    assert kept() == [row[:2] for row in rows]


def test_one_row_that_is_refused_has_all_refused(context):
    rows = people(MANY)
    drivers = db.session.connection().dialect.loaded_dbapi.IntegrityError
    with pytest.raises((IntegrityError, drivers)):
        add_rows(db.session.connection(), Subscriber, [*rows, rows[0]], COLUMNS)
    db.session.rollback()
    assert kept() == []


def test_rows_that_are_there_are_left_out_and_the_others_told(context):
    if db.session.get_bind().dialect.name == "postgresql":
        pytest.skip("there rows are copied, and whoever came first decides")
    known = make_subscriber("p00003@example.org", name="By hand")
    db.session.commit()
    rows = people(MANY)
    told = add_new_rows(db.session.connection(), Subscriber, rows, COLUMNS, ("email", "id"))
    assert [email for email, _ in told] == [row[0] for row in rows if row[0] != known.email]
    assert dict(kept())[known.email] == "By hand"
    ids = select(Subscriber.email, Subscriber.id).where(Subscriber.id != known.id)
    assert dict(told) == dict(db.session.execute(ids).all())
