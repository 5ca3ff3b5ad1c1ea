"""Digests: what they bring, to whom, at which hour, and each exactly once."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.campaigns.sends import send
from tests.killing import finish, kill_after, workers
from tests.makers import (
    make_article,
    make_author,
    make_list,
    make_section,
    make_subscriber,
    make_subscription,
)
from webapp import clock
from webapp.campaigns import bringing, clearing
from webapp.campaigns.digests import jobs, running, timing
from webapp.campaigns.digests.models import DigestRules, DigestRun, Rhythm
from webapp.campaigns.digests.timing import Due
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.models import Topic
from webapp.subscriptions.models import MailingList, Subscription

DAY = dt.date(2026, 5, 4)  # a Monday
ALMATY = dt.timedelta(hours=5)
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


def at(hour, day=DAY):
    """An hour where the paper is, in UTC."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC) - ALMATY


def make_digest(readers=2, **rules):
    """A live list of digests with rules and readers; its id."""
    long_ago = at(0) - dt.timedelta(days=30)
    daily = make_list("daily", "The Day", kind="automatic digest", launched_at=long_ago)
    db.session.add(DigestRules(mailing_list=daily, began_at=long_ago, **rules))
    for number in range(1, readers + 1):
        make_subscription(daily, make_subscriber(f"reader{number}@example.org"))
    db.session.flush()
    return daily.id


def story(headline, hours_before, section=None, **columns):
    """A story published so many hours before the digest of DAY at seven."""
    published_at = at(7) - dt.timedelta(hours=hours_before)
    return make_article(
        headline, section=section, author=make_author(), published_at=published_at, **columns
    )


def run(list_id, day=DAY, hour=7):
    """Run one digest and commit; the campaign, if one was launched."""
    db.session.commit()
    campaign = running.run(Due(list_id, day, hour, at(hour, day)))
    db.session.commit()
    return campaign


def brought(campaign):
    """The headlines of a letter in their order."""
    return [one["headline"] for block in campaign.blocks for one in block.get("stories", ())]


def audience(campaign):
    """The addresses that a campaign goes to."""
    query = select(Delivery.email).where(Delivery.campaign_id == campaign.id)
    return sorted(db.session.scalars(query))


def test_a_digest_brings_what_came_out_since_the_last_one_picks_first():
    list_id = make_digest(most=3)
    story("Old", 30)
    story("First", 9)
    story("Second", 5)
    story("Picked", 20, pick_position=1)
    story("Third", 1)
    story("Later", -1)
    story("Unpublished", 2, state="draft")
    campaign = run(list_id)
    assert brought(campaign) == ["Picked", "Third", "Second"]
    assert campaign.subject == "Picked, and 2 more stories"
    assert campaign.preheader == "Third"
    assert (campaign.state, campaign.issue, campaign.audience) == ("sending", 1, 2)


def test_sections_and_topics_say_which_stories():
    list_id = make_digest()
    nation, sport = make_section("nation", "Nation"), make_section("sports", "Sports")
    story("In the section", 2, nation)
    tagging.tag(story("On the topic", 3, sport), ["Rivers"])
    story("Neither", 1, sport)
    rules = db.session.get(DigestRules, list_id)
    rules.sections, rules.topics = [nation], list(db.session.scalars(select(Topic)))
    assert brought(run(list_id)) == ["In the section", "On the topic"]


def test_nothing_comes_twice_and_nothing_on_an_empty_day():
    list_id = make_digest()
    one = story("One", 2)
    assert brought(run(list_id)) == ["One"]
    assert run(list_id) is None, "the same day again"
    one.published_at = at(7) + dt.timedelta(hours=3)  # published again, as a correction may do
    assert run(list_id, DAY + dt.timedelta(days=1)) is None
    story("Two", -30)
    assert brought(run(list_id, DAY + dt.timedelta(days=2))) == ["Two"]
    assert len(db.session.scalars(select(Campaign)).all()) == 2
    assert len(db.session.scalars(select(DigestRun)).all()) == 3


def test_a_day_that_nobody_sent_is_made_good_by_the_next():
    list_id = make_digest()
    story("One", 2)
    run(list_id)
    story("Two", -2)
    story("Three", -40)
    assert set(brought(run(list_id, DAY + dt.timedelta(days=2)))) == {"Two", "Three"}


def test_what_the_desk_wrote_to_the_list_itself_is_not_brought_again():
    list_id = make_digest()
    shown, _ = story("Shown", 2), story("New", 3)
    letter = running._written(db.session.get(DigestRules, list_id), 7, [shown])
    letter.hour = None
    running.launching.launch(letter)
    assert brought(run(list_id)) == ["New"]


def test_readers_get_it_at_the_hour_they_chose_and_nothing_twice_when_they_change_it():
    list_id = make_digest(readers=3)
    evening = db.session.scalars(select(Subscription).order_by(Subscription.id)).first()
    evening.hour = 18
    story("Morning", 2)
    morning = run(list_id)
    assert audience(morning) == ["reader2@example.org", "reader3@example.org"]
    late = db.session.get(Subscription, evening.id + 1)
    late.hour = 18  # had it at seven today
    story("Afternoon", -5)
    assert audience(run(list_id, hour=18)) == ["reader1@example.org"]
    story("Night", -20)
    second = run(list_id, DAY + dt.timedelta(days=1), 18)
    assert brought(second) == ["Night"]
    assert audience(second) == ["reader1@example.org", "reader2@example.org"]
    for number in (1, 2, 3):
        of_reader = select(Campaign).join(Delivery).where(Delivery.subscriber_id == number)
        got = [headline for one in db.session.scalars(of_reader) for headline in brought(one)]
        assert len(got) == len(set(got))


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


def test_a_digest_that_is_held_keeps_no_other_waiting(due_now, monkeypatch):
    hour = db.session.get(MailingList, due_now).hour
    other = make_list("other", "Other", kind="automatic digest", hour=hour)
    other.launched_at = at(0) - dt.timedelta(days=30)
    db.session.add(DigestRules(mailing_list=other, began_at=other.launched_at))
    make_subscription(other, make_subscriber("other@example.org"))
    db.session.commit()
    first = [lambda campaign: ["Not today."] if campaign.list_id == due_now else []]
    monkeypatch.setattr(clearing, "CHECKS", first)
    jobs.send_digests()
    assert [one.list_id for one in launched()[0]] == [other.id]
    first.clear()
    jobs.send_digests()
    assert [one.list_id for one in launched()[0]] == [other.id, due_now]


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
