"""However many subscribers there are, no question of the newsroom reads a table whole."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from tests.asking import plans, questions
from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from webapp.campaigns.audience import counting, reaching
from webapp.campaigns.audience.reaching import Parts
from webapp.campaigns.reckoning import reckon
from webapp.campaigns.segments import finding, paging
from webapp.campaigns.segments.conditions import Conditions
from webapp.campaigns.segments.models import Segment
from webapp.campaigns.segments.narrowing import each_of, looked_up
from webapp.extensions import db
from webapp.newsroom.figuring import confirmed_on_each, count_members
from webapp.newsroom.growing import growth
from webapp.subscriptions import indexing
from webapp.subscriptions.attributing import known_names
from webapp.subscriptions.models import MailingList, Suppression

ASKED = [
    {"list_id": 1},
    {"list_id": 1, "state": "confirmed", "source": "form"},
    {"list_id": 1, "state": "left"},
    {"list_id": 1, "state": "suppressed"},
    {"list_id": 1, "since": "2026-01-01", "until": "2026-12-31", "state": "confirmed"},
    {"words": "reader1"},
    {"words": "re"},
    {"words": "reader example", "list_id": 1, "state": "confirmed"},
    {"domain": "example.org"},
    {"attribute": "city", "value": "Almaty"},
    {"attribute": "city", "value": "Almaty", "list_id": 1, "state": "confirmed"},
    {"domain": "example.org", "list_id": 1, "state": "confirmed"},
    {"letter": "sent", "campaign_id": 1, "list_id": 1},
]
# SQLite’s own word for it, but for subqueries, the search’s own index, and the small tables that
# stand for all; PostgreSQL’s, which it says of tables.
WHOLE = {
    "sqlite": r"SCAN (?!anon|CONSTANT|subscriber_search|subscriber_unsearched|each|list_tallies)\w+",
    "postgresql": r"Seq Scan on (subscribers|subscriptions|subscriber_facets|deliveries|list_flows"
    r"|suppressed_subscriptions)",
}


@pytest.fixture
def asked(context):
    """A list with a few hundred people, and every question that is asked from then on."""
    week = make_list()
    for number in range(300):
        person = make_subscriber(f"reader{number}@example.org", attributes={"city": "Almaty"})
        make_subscription(week, person, confirmed=number % 5 > 0)
    db.session.add(Suppression(email="reader7@example.org", reason="bounce"))
    make_campaign(week, issue=1, audience=1)
    db.session.commit()
    indexing.catch_up()
    if db.session.get_bind().dialect.name == "postgresql":
        # Tables as small as these are quicker read whole; what counts is whether they must be.
        db.session.execute(text("SET enable_seqscan = off"))
    with questions() as asked:
        yield asked


def narrowed_letter(week):
    """A letter to two lists and a segment, minus a list and a segment."""
    people = (
        ("Almaty", {"attribute": "city", "value": "Almaty"}),
        ("Hasty", {"list_id": week.id, "state": "awaiting"}),
    )
    only, but = (Segment(name=name, conditions=conditions) for name, conditions in people)
    db.session.add_all([only, but])
    db.session.flush()
    letter, others = make_campaign(week), [make_list("rivers"), make_list("roads")]
    reaching.put_together(letter, Parts((others[0].id,), (others[1].id,), (but.id,)))
    letter.segment = only
    db.session.flush()
    return letter


def test_no_question_reads_a_table_whole(asked):
    week = db.session.get_one(MailingList, 1)
    for given in ASKED:
        conditions = Conditions.read(given)
        finding.count(conditions)
        first = paging.page(conditions, "", 20)
        paging.page(conditions, first.older, 20)
    growth(week, count_members(week))
    confirmed_on_each()
    known_names()
    counting.count_audience(make_campaign(week))
    reckon(narrowed_letter(week))
    assert len(asked) > 40
    whole = WHOLE[db.session.get_bind().dialect.name]
    for statement, plan in plans(asked):
        assert not re.search(whole, plan), f"{statement}\n{plan}"


def test_few_are_looked_up_by_several_workers_at_once(asked):
    """What looks up each person by itself is a join that PostgreSQL may share out."""
    if db.session.get_bind().dialect.name == "sqlite":
        return
    db.session.execute(text("ANALYZE"))
    for setting in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_index_scan_size"):
        db.session.execute(text(f"SET {setting} = 0"))
    db.session.execute(text("SET enable_bitmapscan = off"))  # as with more than a few pages
    for other in ({"words": "reader"}, {"domain": "example.org"}):
        conditions = Conditions.read({"list_id": 1, "state": "awaiting"} | other)
        rest, mailing_list = each_of(conditions)
        finding.count(conditions, order=[mailing_list, *looked_up([rest])])
    narrowed = [one for one in asked if "EXISTS" in one[0]]
    assert len(narrowed) == 4
    for statement, plan in plans(narrowed):
        assert "Nested Loop Semi Join" in plan, statement
        assert not {"Hash", "SubPlan"} & set(plan.split()), plan
        # The suppressed are too few here for a second worker.
        assert "Parallel Index" in plan or "suppressed" in statement, plan


def test_each_search_is_planned_for_its_own_words(context):
    """PostgreSQL plans a question that it prepared for whatever words there may be."""
    if db.session.get_bind().dialect.name == "sqlite":
        return
    for number in range(12):
        conditions = Conditions.read({"words": f"reader{number}", "list_id": 1})
        finding.count(conditions)
        paging.page(conditions, "", 20)
    prepared = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("list_tallies" in statement for statement in prepared)
    assert not any("LIKE" in statement for statement in prepared)
