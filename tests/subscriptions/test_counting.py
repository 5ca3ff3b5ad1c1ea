"""Counting: what triggers keep is what counting every row would say, whatever happens to them."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from tests.makers import make_list, make_subscriber
from webapp import clock
from webapp.campaigns.segments.tables import FACETS, SUPPRESSED
from webapp.extensions import db
from webapp.subscriptions import adding, counting, indexing
from webapp.subscriptions.models import Subscriber, Subscription, Suppression

DAYS = 300


@pytest.fixture
def lists(context):
    return [make_list(), make_list()]


def counted(list_id):
    """What the rows say: each person by their newest subscription."""
    newest = (
        select(func.max(Subscription.id))
        .where(Subscription.list_id == list_id)
        .group_by(Subscription.subscriber_id)
    )
    found = {}
    for one in db.session.scalars(select(Subscription).where(Subscription.id.in_(newest))):
        state = "left" if one.ended_at else "confirmed" if one.confirmed_at else "awaiting"
        found[state, one.source] = found.get((state, one.source), 0) + 1
    return found


def moments(list_id):
    """When people joined and left, by the rows."""
    rows = db.session.scalars(select(Subscription).where(Subscription.list_id == list_id)).all()
    confirmed = [one for one in rows if one.confirmed_at]
    return {
        "joined": [one.confirmed_at for one in confirmed],
        "left": [one.ended_at for one in confirmed if one.ended_at],
    }


def happen(thrown, people, lists):
    """Something, by SQL as anybody might write it."""
    person, one = thrown.choice(people), thrown.choice(lists).id
    at = clock.now() - dt.timedelta(days=thrown.randrange(DAYS))
    is_open = Subscription.ended_at.is_(None)
    on = (Subscription.subscriber_id == person, Subscription.list_id == one)
    row = {"subscriber_id": person, "list_id": one, "asked_at": at}
    kind = thrown.randrange(8)
    if kind < 4:
        source, confirmed = thrown.choice(["form", "import"]), at if kind else None
        adding.add_subscriptions([row | {"source": source, "confirmed_at": confirmed}])
    elif kind < 6:
        db.session.execute(update(Subscription).where(*on, is_open).values(ended_at=at))
    elif kind == 6:
        db.session.execute(update(Subscription).where(on[0], is_open).values(confirmed_at=at))
    else:
        gone = select(func.max(Subscription.id)).where(*on).scalar_subquery()
        db.session.execute(delete(Subscription).where(Subscription.id == gone))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_tallies_are_right_whatever_happens(lists, seed):
    thrown = random.Random(seed)  # noqa: S311 (the same each time)
    people = [make_subscriber().id for _ in range(6)]
    for turn in range(120):
        happen(thrown, people, lists)
        if turn % 40 == 0:
            db.session.commit()
            counting.fold()
    bounds = [clock.now() - dt.timedelta(days=days) for days in (DAYS + 1, 200, 100, -1)]
    bounds = [dt.datetime.fromtimestamp(at.timestamp() // 900 * 900, dt.UTC) for at in bounds]
    for one in lists:
        assert counting.standings(one.id) == counted(one.id)
        flows = counting.flows(one.id, bounds)
        for flow, times in moments(one.id).items():
            for place in range(3):
                within = sum(bounds[place] <= at < bounds[place + 1] for at in times)
                assert flows[flow].get(place, 0) == within
    newest = db.session.scalars(select(Subscription.id).where(Subscription.is_newest))
    query = select(func.max(Subscription.id)).group_by(
        Subscription.subscriber_id, Subscription.list_id
    )
    assert set(newest) == set(db.session.scalars(query))


@pytest.mark.parametrize("minutes", [0, 345, 720, 1140])
def test_flows_are_parted_where_days_begin_in_any_zone(lists, minutes):
    """Between bounds that are days apart, and between two of one day."""
    thrown = random.Random(minutes)  # noqa: S311 (the same each time)
    start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    times = [start + dt.timedelta(minutes=thrown.randrange(5 * 1440)) for _ in range(300)]
    for at in times:
        row = {"subscriber_id": make_subscriber().id, "list_id": lists[0].id, "source": "form"}
        adding.add_subscriptions([row | {"asked_at": at, "confirmed_at": at}])
    first = start + dt.timedelta(minutes=minutes)
    bounds = [first + dt.timedelta(hours=hours) for hours in (0, 2, 24, 39, 48, 72)]
    joined = counting.flows(lists[0].id, bounds)["joined"]
    for place in range(5):
        assert joined[place] == sum(bounds[place] <= at < bounds[place + 1] for at in times)
    assert set(joined) == set(range(5))


def test_everybody_is_counted_once(context):
    adding.add_subscribers([{"email": f"{n}@example.org", "name": ""} for n in range(5)])
    adding.add_subscribers([{"email": "0@example.org", "name": ""}])
    db.session.execute(delete(Subscriber).where(Subscriber.email == "1@example.org"))
    assert counting.everybody() == 4


def test_a_worker_sums_up_a_table_that_grew_as_quickly_as_before(context):
    """PostgreSQL keeps the plan that it made for a few rows: with thousands it took hours."""
    row = {"list_id": 0, "standing": "everybody", "source": "", "number": 1}
    if db.session.get_bind().dialect.name == "sqlite":
        return  # which counts in place
    db.session.execute(text("SET statement_timeout = '20s'"))
    for more in [1] * 20 + [3000]:
        db.session.execute(insert(counting.TALLIES), [row] * more)
        db.session.commit()
        counting.fold()
    assert counting.everybody() == 3020


def facets(person):
    rows = text("SELECT name, value FROM subscriber_facets WHERE subscriber_id = :person")
    return set(db.session.execute(rows, {"person": person}).all())


def test_facets_follow_the_address_and_the_attributes(context):
    person = make_subscriber("a@one.example", attributes={"city": "Almaty", "plan": "paid"})
    assert facets(person.id) == {("@", "one.example"), ("city", "Almaty"), ("plan", "paid")}
    person.email, person.attributes = "a@two.example", {"city": "Astana"}
    db.session.flush()
    assert facets(person.id) == {("@", "two.example"), ("city", "Astana")}
    db.session.delete(person)
    db.session.flush()
    assert facets(person.id) == set()


def stopped():
    """Who is suppressed, by the facets, and since when."""
    rows = select(FACETS.c.subscriber_id, FACETS.c.since).where(FACETS.c.name == SUPPRESSED)
    return dict(db.session.execute(rows).all())


def suppress(email, days=0):
    """Suppress an address since some days ago, by a row as anybody might write it."""
    row = Suppression(email=email, reason="bounce", since=clock.now() - dt.timedelta(days=days))
    db.session.add(row)
    db.session.flush()
    return row


def test_a_facet_says_since_when_somebody_is_suppressed(context):
    before = suppress("early@one.example", days=9)
    early, late = make_subscriber("early@one.example"), make_subscriber("late@one.example")
    assert stopped() == {early.id: before.since}
    after = suppress("late@one.example")
    early.attributes = {"city": "Almaty"}
    db.session.flush()
    assert stopped() == {early.id: before.since, late.id: after.since}

    after.since = before.since
    early.email = "other@one.example"
    db.session.flush()
    assert stopped() == {late.id: before.since}
    after.email = "other@one.example"
    db.session.flush()
    assert stopped() == {early.id: before.since}
    db.session.delete(after)
    db.session.flush()
    assert stopped() == {}


def test_who_came_is_put_into_the_search_by_the_job(context):
    make_subscriber("a@one.example")
    indexing.catch_up()
    assert not indexing.is_behind()


def test_the_triggers_are_there(context):
    """A migration that makes a table anew on SQLite would lose them."""
    kind = db.session.get_bind().dialect.name
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    found = set(db.session.scalars(text(names[kind])))
    acts = ("added", "changed", "removed")
    assert {f"{table}_{act}" for table in ("subscribers", "subscriptions") for act in acts} <= found
