"""What limits cost: without any, nothing; with some, the same few statements however much was sent."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from sqlalchemy import select, text

from tests.asking import EXPLAIN, statements
from tests.campaigns.limits import launch_to, lift, limit, taken_of
from tests.campaigns.sends import launch, make_letter, send, totals
from tests.makers import make_list
from webapp import clock
from webapp.campaigns import holding
from webapp.campaigns.claiming import claim
from webapp.campaigns.limiting import Asking, is_limited, somebody_waits
from webapp.extensions import db
from webapp.mail.limits.folding import fold
from webapp.mail.limits.models import Kind

WHOLE = re.compile(r"SCAN deliveries|Seq Scan on deliveries")
BESIDE_LIMITS = 5  # a claim’s statements: state, alerts, pending, domains, the lease


def claimed(campaign_id, name="lane.1", most=10):
    """What a lane claims, and the statements that it took."""
    db.session.rollback()
    with statements() as asked, db.engine.begin() as connection:
        found = claim(connection, campaign_id, name, most, Asking("Asia/Almaty", lambda: ["a:25"]))
    return found, asked


def test_without_limits_a_claim_asks_nothing_more_and_locks_nothing():
    campaign_id, _ = make_letter(30)
    launch(campaign_id)
    found, asked = claimed(campaign_id)
    assert len(found.recipients) == 10
    assert len(asked) == BESIDE_LIMITS
    speaking = [one for one, _ in asked if "sending_" in one]
    assert speaking == [asked[0][0]], "within the first question, which is asked anyway"
    assert "FOR UPDATE" not in asked[0][0]
    assert not any("held_for" in one for one, _ in asked[1:])


def test_a_limit_that_was_lifted_costs_nothing_any_more():
    campaign_id, _ = make_letter(30)
    launch(campaign_id)
    limit(per_hour=20)
    _, with_limit = claimed(campaign_id)
    lift()
    found, without = claimed(campaign_id, "lane.2")
    assert len(found.recipients) == 10
    assert (len(with_limit) > BESIDE_LIMITS, len(without)) == (True, BESIDE_LIMITS)


@pytest.mark.parametrize("most", [2, 20])
def test_with_limits_a_claim_asks_as_much_for_many_as_for_few(most):
    limit(per_hour=1000)
    limit(Kind.SERVER, "a:25", per_day=1000)
    limit(Kind.DOMAIN, "example.org", per_minute=1000)
    campaign_id, _ = make_letter(30)
    launch(campaign_id)
    found, asked = claimed(campaign_id, most=most)
    assert (len(found.recipients), found.server) == (most, "a:25")
    # The limits, what was taken of two of them, who is held back, what of the domain, taking.
    assert len(asked) == BESIDE_LIMITS + 5


@pytest.fixture
def held(context):
    """A campaign in which most are held back, with what the database knows of its tables."""
    limit(Kind.DOMAIN, "*", per_hour=1)
    campaign_id = launch_to(make_list(), example_org=60, example_net=60, example_com=3)
    claimed(campaign_id, most=200)
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return campaign_id


def plan_of(asking):
    """How the database finds what is asked of a connection, and the answer."""
    with statements() as asked, db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # so few rows are quicker read whole
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        answer = asking(connection)
        statement, parameters = asked[-1]
        explain = EXPLAIN[connection.dialect.name]
        plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return answer, "\n".join(str(row) for row in plan)


def test_for_whom_people_are_held_back_is_found_over_an_index(held):
    answer, plan = plan_of(lambda connection: holding.domains_held(connection, held))
    assert answer == ["example.com", "example.net", "example.org"]
    assert "ix_deliveries_held" in plan
    assert not WHOLE.search(plan), plan


@pytest.mark.parametrize("question", [is_limited, somebody_waits])
def test_what_a_claim_asks_first_reads_no_table_whole(held, question):
    answer, plan = plan_of(lambda connection: connection.scalar(select(question(held))))
    assert answer
    assert "ix_deliveries_held" in plan
    assert not WHOLE.search(plan), plan


def test_what_was_taken_long_ago_is_added_up_and_still_counts(server):
    limit(per_hour=7, per_day=30)
    campaign_id, _ = make_letter(40)
    launch(campaign_id)
    with time_machine.travel(clock.now()) as hand:
        send(campaign_id)
        hand.shift(dt.timedelta(minutes=30))
        with statements() as asked, db.engine.begin() as connection:
            fold(connection)
            fold(connection)
        assert any(one.startswith("INSERT") for one, _ in asked)
        assert taken_of() == 7
        send(campaign_id)
        assert totals(campaign_id).sent == 7
        hand.shift(dt.timedelta(minutes=31))
        send(campaign_id)
        assert totals(campaign_id).sent == 14
        hand.shift(dt.timedelta(days=3))
        with db.engine.begin() as connection:
            fold(connection)
        assert taken_of() == 0
