"""What two transactions about one person leave out, as neither sees the other, is mended.

PostgreSQL lets both write at once; no letter depends on what they leave out.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, insert, select

from tests.asking import leave, plans, statements
from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.test_suppressed_on_lists import kept, rows
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import copying
from webapp.subscriptions.copying import FACETS
from webapp.subscriptions.models import Subscriber, Suppression


def facets():
    """Who is marked as suppressed, and since when."""
    query = select(FACETS.c.subscriber_id, FACETS.c.since).where(FACETS.c.name == "!")
    return set(map(tuple, db.session.execute(query)))


def suppressed():
    """The same, looked up anew."""
    query = select(Subscriber.id, Suppression.since)
    query = query.join(Suppression, Suppression.email == Subscriber.email)
    return set(map(tuple, db.session.execute(query)))


@pytest.fixture
def week(context):
    """A list, on a database that lets two transactions write at once."""
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("it lets only one write at a time")
    return make_list()


@pytest.fixture
def crossing(week):
    """What another transaction does, that ends when it is told."""
    person = make_subscriber("reads@one.example")
    db.session.commit()
    with db.engine.connect() as other:

        def suppress(email):
            row = {"email": email, "reason": "bounce", "since": clock.now()}
            other.execute(insert(Suppression).values(row))

        def lift(email):
            other.execute(delete(Suppression).where(Suppression.email == email))

        yield SimpleNamespace(person=person, suppress=suppress, lift=lift, end=other.commit)


def test_a_subscription_beside_a_suppression_is_copied_later(week, crossing):
    crossing.suppress(crossing.person.email)
    make_subscription(week, crossing.person)
    db.session.commit()
    crossing.end()
    assert kept() == set()
    copying.mend()
    assert kept() == rows()
    assert len(rows()) == 1


def test_who_comes_beside_their_suppression_is_marked_later(week, crossing):
    crossing.suppress("new@one.example")
    make_subscription(week, make_subscriber("new@one.example"))
    db.session.commit()
    crossing.end()
    assert facets() == kept() == set()
    copying.mend()
    assert facets() == suppressed()
    assert kept() == rows()
    assert len(facets()) == len(kept()) == 1


def test_who_changes_their_address_beside_its_lifting_is_freed_later(crossing):
    crossing.suppress("old@one.example")
    crossing.end()
    crossing.lift("old@one.example")
    crossing.person.email = "old@one.example"
    db.session.commit()
    crossing.end()
    assert len(facets()) == 1
    assert suppressed() == set()
    copying.mend()
    assert facets() == set()


def test_mending_reads_no_table_whole(week):
    for number in range(50):
        make_subscription(week, make_subscriber(f"{number}@one.example"))
    db.session.commit()
    with statements("SELECT", "INSERT", "DELETE") as asked:
        copying.mend()
    settings = [one for one in asked if "set_config" in one[0]]
    for how in settings:
        db.session.connection().exec_driver_sql(*how)
    found = dict(plans(asked[len(settings) :]))
    leave()
    assert len(found) == 3
    for plan in found.values():
        assert not re.search(r"Seq Scan on (subscribers|subscriptions|subscriber_facets)", plan), (
            plan
        )
