"""Digests: what they bring, and to whom."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from tests.campaigns.digesting import DAY, at, audience, brought, make_digest, run, story
from tests.makers import (
    make_section,
)
from webapp.campaigns.digests import running
from webapp.campaigns.digests.models import DigestRules, DigestRun
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.models import Topic
from webapp.subscriptions.models import Subscription


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
