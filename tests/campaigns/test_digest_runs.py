"""Digests: each at its hour, and exactly once."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.campaigns.digesting import DAY, at, make_digest, run
from tests.campaigns.sends import send
from tests.killing import finish, kill_after, workers
from tests.makers import (
    make_article,
    make_list,
    make_section,
    make_subscriber,
    make_subscription,
)
from webapp import clock
from webapp.campaigns.digests import jobs, timing
from webapp.campaigns.digests.models import DigestRules, Rhythm
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.stories import bringing
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Subscription

WORKER = """
import sys
from webapp import create_app
from webapp.campaigns.digests import jobs
with create_app().app_context():
    jobs.send_digests()
"""
WHOLE = """
import runpy, sys
sys.argv = ["masthead", "worker"]
runpy.run_module("webapp", run_name="__main__")
"""
# The same, that stands still between the launch and its commit until it is killed.
SLOW = """
import sys, time
from pathlib import Path
from webapp import create_app
from webapp.campaigns.digests import jobs, running
app = create_app()
whole = running.run
def stopping(due):
    whole(due)
    Path(app.config["INSTANCE"], "launched").touch()
    time.sleep(120)
running.run = stopping
with app.app_context():
    jobs.send_digests()
"""


@pytest.fixture
def due_now(context):
    """A digest that is due at this moment, with one story."""
    list_id = make_digest()
    hour = clock.in_zone(clock.now(), context.config["TIME_ZONE"]).hour
    db.session.get(MailingList, list_id).hour = hour
    make_article("New", published_at=clock.now() - dt.timedelta(hours=2))
    db.session.commit()
    return list_id


def launched():
    """Every campaign there is, and every recipient."""
    db.session.rollback()
    found = db.session.scalars(select(Campaign)).all(), db.session.scalars(select(Delivery)).all()
    db.session.rollback()
    return found


def test_a_digest_is_due_when_its_hour_strikes_where_the_paper_is():
    list_id = make_digest()
    db.session.commit()

    def due_at(moment):
        with time_machine.travel(moment, tick=False):
            return [(one.day, one.hour) for one in timing.due()]

    assert due_at(at(7) - dt.timedelta(minutes=1)) == []
    assert due_at(at(7)) == [(DAY, 7)]
    assert due_at(at(12)) == [(DAY, 7)], "a worker that was away sends it late"
    assert due_at(at(14)) == [], "but not as late as this"
    run(list_id)
    assert due_at(at(12)) == []
    db.session.scalars(select(Subscription)).first().hour = 11
    db.session.commit()
    assert due_at(at(12)) == [(DAY, 11)]
    rules = db.session.get(DigestRules, list_id)
    rules.rhythm, rules.weekday = Rhythm.WEEKLY, 1
    db.session.commit()
    assert due_at(at(12)) == []
    assert due_at(at(12, DAY + dt.timedelta(days=1))) == [
        (DAY + dt.timedelta(days=1), hour) for hour in (7, 11)
    ]


def test_rules_send_nothing_for_an_hour_before_they_were_made():
    list_id = make_digest()
    db.session.get(DigestRules, list_id).began_at = at(9)
    db.session.commit()
    with time_machine.travel(at(10), tick=False):
        assert list(timing.due()) == []


def test_of_many_workers_at_once_one_launches_it(due_now, context):
    with workers(context, WORKER) as start:
        for process in [start(number) for number in range(3)]:
            finish(process)
    campaigns, deliveries = launched()
    assert len(campaigns) == 1
    assert len(deliveries) == 2


def test_a_worker_killed_after_the_launch_and_before_its_commit_leaves_nothing(due_now, context):
    mark = context.config["INSTANCE"] / "launched"
    with workers(context, SLOW) as start:
        kill_after(start(1), mark.exists)
    assert launched() == ([], [])
    with workers(context, WORKER) as start:
        finish(start(1))
    campaigns, deliveries = launched()
    assert len(campaigns) == 1
    assert len(deliveries) == 2


def test_a_digest_that_is_held_keeps_no_other_waiting(due_now):
    hour = db.session.get(MailingList, due_now).hour
    other = make_list("other", "Other", kind="automatic digest", hour=hour)
    other.launched_at = at(0) - dt.timedelta(days=30)
    sports = make_section("sports", "Sports")
    db.session.add(DigestRules(mailing_list=other, began_at=other.launched_at, sections=[sports]))
    make_subscription(other, make_subscriber("other@example.org"))
    just_now = clock.now() - dt.timedelta(hours=1)
    make_article("Goal", section=sports, published_at=just_now)
    long = make_article("Long", published_at=just_now, standfirst="word " * 25_000)
    db.session.commit()
    jobs.send_digests()  # the first letter is larger than Gmail takes
    assert [one.list_id for one in launched()[0]] == [other.id]
    long.standfirst = "Short now."
    db.session.commit()
    jobs.send_digests()
    assert {one.list_id for one in launched()[0]} == {other.id, due_now}


def test_masthead_worker_sends_it_by_itself(due_now, context):
    with workers(context, WHOLE) as start:
        worker = start(1)
        deadline = time.monotonic() + 150
        while not (sent := launched()[0]) or sent[0].state != "sent":
            assert worker.poll() is None
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.1)
    assert [one.state for one in launched()[1]] == ["sent", "sent"]


def test_a_digest_arrives_with_its_stories_and_they_are_kept_for_the_reader(due_now, server):
    jobs.send_digests()
    (campaign,), _ = launched()
    send(campaign.id)
    assert sorted(one.recipient for one in server.taken) == [
        "reader1@example.org",
        "reader2@example.org",
    ]
    stories = db.session.scalars(bringing.sent_to(1)).all()
    assert [one.headline for one in stories] == ["New"]
