"""The subscriptions of the suppressed, side by side: as the rows say, whatever happens to them."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import delete, func, select, update

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.newsroom.figuring import confirmed_on_each, count_members
from webapp.subscriptions import adding, suppressing
from webapp.subscriptions.copying import SUPPRESSED_SUBSCRIPTIONS
from webapp.subscriptions.models import (
    Subscriber,
    Subscription,
    SuppressedDomain,
    Suppression,
)

COPIED = (
    *("id", "subscriber_id", "list_id", "is_newest", "source"),
    *("asked_at", "confirmed_at", "ended_at"),
)
DOMAINS = ("one.example", "two.example")


def kept():
    """What triggers keep, with since when each is suppressed."""
    return set(map(tuple, db.session.execute(select(*SUPPRESSED_SUBSCRIPTIONS.c))))


def rows():
    """The same, looked up anew."""
    columns = (getattr(Subscription, name) for name in COPIED)
    query = (
        select(*columns, Suppression.since)
        .join(Subscriber, Subscriber.id == Subscription.subscriber_id)
        .join(Suppression, Suppression.email == Subscriber.email)
    )
    return set(map(tuple, db.session.execute(query)))


@pytest.fixture
def lists(context):
    return [make_list(), make_list()]


def address(thrown):
    return f"{thrown.randrange(6)}@{thrown.choice(DOMAINS)}"


def moment(thrown):
    return clock.now() - dt.timedelta(days=thrown.randrange(99))


def joins(thrown, people, lists):
    at = moment(thrown)
    row = {"subscriber_id": thrown.choice(people), "list_id": thrown.choice(lists).id}
    confirmed = thrown.choice([None, at])
    adding.add_subscriptions([row | {"source": "form", "asked_at": at, "confirmed_at": confirmed}])


def join_at_once(thrown, people, lists):
    one, at = thrown.choice(lists).id, moment(thrown)
    adding.add_subscriptions(
        [
            {"subscriber_id": person, "list_id": one, "source": "import", "asked_at": at}
            for person in people
        ]
    )


def leaves(thrown, people, _lists):
    is_theirs = Subscription.subscriber_id == thrown.choice(people)
    left = {"ended_at": moment(thrown)}
    db.session.execute(
        update(Subscription).where(is_theirs, Subscription.ended_at.is_(None)).values(left)
    )


def confirms(thrown, people, _lists):
    is_theirs = Subscription.subscriber_id == thrown.choice(people)
    confirmed = {"confirmed_at": moment(thrown), "source": "staff"}
    db.session.execute(update(Subscription).where(is_theirs).values(confirmed))


def is_taken_back(thrown, people, _lists):
    newest = select(func.max(Subscription.id)).where(
        Subscription.subscriber_id == thrown.choice(people)
    )
    db.session.execute(delete(Subscription).where(Subscription.id == newest.scalar_subquery()))


def is_suppressed(thrown, _people, _lists):
    suppressing.suppress(address(thrown), "complaint", suppressing.Proof("feedback"))


def is_lifted(thrown, _people, _lists):
    db.session.execute(delete(Suppression).where(Suppression.email == address(thrown)))


def is_dated_otherwise(thrown, _people, _lists):
    is_it = Suppression.email == address(thrown)
    db.session.execute(update(Suppression).where(is_it).values(since=moment(thrown)))


def domain_is_suppressed(thrown, _people, _lists):
    suppressing.suppress_domain(thrown.choice(DOMAINS), "staff", "they asked")


def domain_is_lifted(thrown, _people, _lists):
    is_it = SuppressedDomain.domain == thrown.choice(DOMAINS)
    db.session.execute(delete(SuppressedDomain).where(is_it))


def moves(thrown, people, _lists):
    new = address(thrown)
    if db.session.scalar(select(Subscriber.id).where(Subscriber.email == new)) is None:
        is_one = Subscriber.id == thrown.choice(people)
        db.session.execute(update(Subscriber).where(is_one).values(email=new))


def is_tagged(thrown, people, _lists):
    is_one = Subscriber.id == thrown.choice(people)
    tags = {"city": thrown.choice(["Almaty", "Astana"])}
    db.session.execute(update(Subscriber).where(is_one).values(attributes=tags))


def goes(thrown, people, _lists):
    person = thrown.choice(people)
    db.session.execute(delete(Subscription).where(Subscription.subscriber_id == person))
    db.session.execute(delete(Subscriber).where(Subscriber.id == person))
    taken = set(db.session.scalars(select(Subscriber.email)))
    free = next(f"{n}@{at}" for n in range(9) for at in DOMAINS if f"{n}@{at}" not in taken)
    people[people.index(person)] = make_subscriber(free).id


KINDS = (
    *(joins, joins, joins, join_at_once, leaves, confirms, is_taken_back),
    *(is_suppressed, is_suppressed, is_lifted, is_dated_otherwise),
    *(domain_is_suppressed, domain_is_lifted, moves, is_tagged, goes),
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_are_kept_whatever_happens(lists, seed):
    thrown = random.Random(seed)  # noqa: S311 (the same each time)
    people = [make_subscriber(f"{n}@{DOMAINS[n % 2]}").id for n in range(5)]
    most = 0
    for _ in range(150):
        kind = thrown.choice(KINDS)
        kind(thrown, people, lists)
        db.session.flush()
        assert kept() == rows(), kind.__name__
        most = max(most, len(kept()))
    assert most > len(people)


def test_figures_say_what_the_rows_say(lists):
    week, day = lists
    for number in range(4):
        person = make_subscriber(f"{number}@one.example")
        make_subscription(week, person, confirmed=number > 0, source="import" if number else "form")
    make_subscription(day, person)
    make_subscription(week, make_subscriber("reads@two.example"))
    suppressing.suppress_domain("one.example", "staff", "they asked")
    db.session.flush()
    found = count_members(week)
    assert (found.confirmed, found.awaiting, found.suppressed, found.total) == (1, 0, 4, 5)
    assert found.number_of("suppressed", "import") == 3
    assert confirmed_on_each() == {week.id: 1, day.id: 0}
