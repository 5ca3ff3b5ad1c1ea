"""How many of a large list meet the other conditions: by a map of people on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, text

from tests.asking import plans, questions
from tests.bench.searching import tidy
from tests.makers import make_list
from webapp import clock
from webapp.campaigns.segments import finding, mapping
from webapp.campaigns.segments.conditions import Conditions
from webapp.campaigns.segments.narrowing import each_of
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber, Subscription, Suppression

PEOPLE = 1_000
ALMATY = {"attribute": "city", "value": "Almaty"}
CONFIRMED = {"list_id": 1, "state": "confirmed"}
GAP = range(256, 640)  # people of whom none are in Almaty: some words of the map are empty
SUPPRESSED = (7, 14, 700)


@pytest.fixture
def people(context):
    """A thousand people with numbers from one on, of whom every seventh is in Almaty."""
    make_list()
    now = clock.now()
    persons = [
        {
            "id": n,
            "email": address(n),
            "name": "",
            "created_at": now,
            "attributes": {"city": "Almaty" if is_in_almaty(n) else "Astana"},
        }
        for n in range(1, PEOPLE + 1)
    ]
    db.session.execute(insert(Subscriber), persons)
    subscribed = [
        {
            "subscriber_id": n,
            "list_id": 1,
            "source": "form",
            "asked_at": now,
            "confirmed_at": None if n % 5 == 0 else now,
        }
        for n in range(1, PEOPLE + 1)
        if is_on_list(n)
    ]
    db.session.execute(insert(Subscription), subscribed)
    stopped = [{"email": address(n), "reason": "bounce"} for n in SUPPRESSED]
    db.session.execute(insert(Suppression), stopped)
    db.session.commit()


def address(n):
    return f"reader{n}@{'one' if n % 2 else 'two'}.example"


def is_in_almaty(n):
    return (n % 7 == 0 or n in {1, 63, 64, 65, PEOPLE}) and n not in GAP


def is_on_list(n):
    return n % 3 > 0 or n == PEOPLE


def in_common(given):
    """The conditions as if very many met them, the list’s by far the most."""
    each = {one.name: one for one in each_of(Conditions.read(given))}
    largest = replace(each.pop("list"), size=10**6)
    return [*(replace(one, size=10**5) for one in each.values()), largest]


@pytest.mark.parametrize(
    ("given", "meets"),
    [
        (ALMATY | CONFIRMED, lambda n: n % 5 and n not in SUPPRESSED),
        (ALMATY | {"list_id": 1, "state": "awaiting"}, lambda n: n % 5 == 0 and n != SUPPRESSED[2]),
        (ALMATY | {"list_id": 1}, bool),
        (ALMATY | CONFIRMED | {"domain": "one.example"}, lambda n: n % 2 and n % 5 and n != 7),
        (ALMATY | CONFIRMED | {"words": "reader9"}, lambda n: n % 5 and str(n).startswith("9")),
    ],
)
def test_who_meets_the_others_is_counted_on_the_list(people, given, meets):
    number = sum(is_in_almaty(n) and is_on_list(n) and bool(meets(n)) for n in range(1, PEOPLE + 1))
    assert number > 3
    assert finding.count(Conditions.read(given), order=in_common(given)) == number
    assert finding.count(Conditions.read(given)) == number


def test_the_list_is_read_off_its_index_and_nobody_is_looked_up(people):
    if not mapping.are_worth_it():
        return
    tidy()
    for way in ("seqscan", "bitmapscan"):  # of tables as small as these
        db.session.execute(text(f"SET enable_{way} = off"))
    with questions() as asked:
        finding.count(Conditions.read(ALMATY | CONFIRMED), order=in_common(ALMATY | CONFIRMED))
        counted = [one for one in asked if "get_bit" in one[0]]
        [(_, plan)] = plans(counted)
    assert "Index Only Scan using ix_subscriptions_confirmed" in plan
    assert plan.count("on subscriptions") == 1
    assert plan.count("on suppressed_subscriptions") == 1
    assert "Index Only Scan using subscriber_facets_pkey" in plan


def test_on_sqlite_those_who_wait_are_taken_off_all_whose_subscription_is_open(people):
    if db.session.get_bind().dialect.name == "postgresql":
        pytest.skip("PostgreSQL draws a map instead")
    with questions() as asked:
        finding.count(Conditions.read(ALMATY | CONFIRMED), order=in_common(ALMATY | CONFIRMED))
        still_open, waiting = list(plans([one for one in asked if "subscriptions" in one[0]]))[:2]
    assert "subscriptions_1 USING INDEX uq_subscriptions_open" in still_open[1]
    assert "subscriptions USING INDEX ix_subscriptions_awaiting" in waiting[1]


def test_two_sets_of_facets_are_read_side_by_side(people):
    both = Conditions.read(ALMATY | {"domain": "one.example"})
    order = [replace(one, size=10**5) for one in each_of(both)]
    with questions() as asked:
        number = finding.count(both, order=order)
        [(_, plan)] = plans(asked)
    assert number == sum(is_in_almaty(n) and n % 2 for n in range(1, PEOPLE + 1)) > 30
    if not mapping.are_worth_it():
        assert "MERGE (INTERSECT)" in plan
        assert "TEMP B-TREE" not in plan


def test_maps_are_drawn_where_people_lie_close_together(people):
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    assert mapping.are_worth_it() == is_postgresql
    now = clock.now()
    far = {"id": PEOPLE * 17, "email": "far@one.example", "name": "", "created_at": now}
    db.session.execute(insert(Subscriber), [far])
    assert not mapping.are_worth_it()
