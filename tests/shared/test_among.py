"""However many values are looked among, they are one parameter and found quickly."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text

from tests.asking import leave, plans, statements
from tests.makers import make_subscriber
from webapp import clock
from webapp.among import is_among
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber

PEOPLE = 3000
SOME = range(1, PEOPLE, 2)


@pytest.fixture
def uncounted(context):
    """A table that nobody counted yet, of some size."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE subscribers SET (autovacuum_enabled = false)"))
    people = [{"email": f"p{n}@example.org", "created_at": clock.now()} for n in range(1, PEOPLE)]
    db.session.execute(insert(Subscriber), people)
    db.session.commit()
    yield
    leave()


@pytest.mark.parametrize(
    "email",
    ['"a,b"@example.org', "back\\slash@example.org", "{}@example.org", "NULL", "ұлы@example.org"],
)
def test_a_text_is_found_whatever_is_in_it(context, email):
    make_subscriber(email)
    make_subscriber("other@example.org")
    found = select(Subscriber.email).where(
        is_among(Subscriber.email, [email, "nobody@example.org"])
    )
    assert db.session.scalars(found).all() == [email]


def test_numbers_may_be_excluded(context):
    ids = [make_subscriber().id for _ in range(3)]
    others = select(Subscriber.id).where(~is_among(Subscriber.id, ids[1:]))
    assert db.session.scalars(others).all() == ids[:1]


def test_nobody_is_among_nobody(context):
    make_subscriber()
    assert db.session.scalars(select(Subscriber).where(is_among(Subscriber.email, []))).all() == []


@pytest.mark.parametrize(
    ("column", "values", "ways"),
    [
        (Subscriber.id, SOME, ("Index Cond: (id = ANY", "INTEGER PRIMARY KEY (rowid=?)")),
        # So small a table is read whole; what counts is that no trigrams are compared.
        (Subscriber.email, [f"p{n}@example.org" for n in SOME], ("Hash Semi Join", "(email=?)")),
    ],
    ids=["numbers", "texts"],
)
def test_thousands_are_one_parameter_and_found_quickly(uncounted, column, values, ways):
    with statements("SELECT") as asked:
        found = db.session.scalars(select(Subscriber.id).where(is_among(column, values))).all()
    ((_, parameters),) = asked
    ((_, plan),) = plans(asked)
    assert len(found) == len(values)
    assert len(parameters) == 1
    assert any(way in plan for way in ways), plan
    assert "subscriber_search" not in plan
