"""A digest of what readers follow, at an hour whose readers follow none of its stories."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from tests.campaigns.digesting import DAY, audience, brought, make_digest, run, story
from tests.campaigns.sends import send
from tests.makers import make_account, make_author, make_section
from webapp import clock
from webapp.campaigns.digests.models import DigestRun
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.stories import bringing
from webapp.campaigns.stories.models import DeliveryStory, LetterStory
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.following import follow
from webapp.reading.models import Topic
from webapp.subscriptions.models import Subscriber, Subscription, Suppression

NEXT_DAY = DAY + dt.timedelta(days=1)


@pytest.fixture
def nation():
    return make_section("nation", "Nation")


@pytest.fixture
def digest(nation):
    """A digest for two readers, of a story that only somebody who is no reader of it follows."""
    list_id = make_digest(2, is_followed=True)
    story("Of a river", 2, nation)
    follow(make_account("stranger@example.org").id, "section", nation.id)
    db.session.commit()
    return list_id


def reader(number):
    address = f"reader{number}@example.org"
    return db.session.scalars(select(Subscriber).where(Subscriber.email == address)).one()


def reads_at(hour, number):
    """Have a reader choose an hour."""
    person = reader(number)
    own = select(Subscription).where(Subscription.subscriber_id == person.id)
    db.session.scalars(own).one().hour = hour
    db.session.commit()


def rows(model):
    found = db.session.scalar(select(func.count()).select_from(model))
    db.session.rollback()
    return found


def test_no_issue_is_made_of_which_everybody_would_be_skipped(digest):
    assert run(digest) is None
    assert [rows(one) for one in (Campaign, Delivery, LetterStory, DeliveryStory)] == [0] * 4
    done = db.session.scalars(select(DigestRun)).one()
    assert (done.day, done.hour, done.campaign_id) == (DAY, 7, None), "as on any empty day"
    assert run(digest) is None, "and it is not looked at again"


def test_who_follows_later_gets_the_later_issues(digest, nation, server):
    assert run(digest) is None
    follow(make_account("reader1@example.org").id, "section", nation.id)
    story("Of the nation", -3, nation)
    letter = run(digest, NEXT_DAY)
    assert brought(letter) == ["Of the nation"]
    assert letter.issue == 1, "the empty day took no number"
    send(letter.id)
    assert [one.recipient for one in server.taken] == ["reader1@example.org"]


def test_a_story_that_came_to_nobody_at_one_hour_comes_at_another(digest, nation, server):
    reads_at(18, 2)
    follow(make_account("reader2@example.org").id, "section", nation.id)
    db.session.commit()
    assert run(digest) is None
    evening = run(digest, hour=18)
    assert audience(evening) == ["reader2@example.org"]
    send(evening.id)
    for number, stories in ((1, []), (2, ["Of a river"])):
        sent = db.session.scalars(bringing.sent_to(reader(number).id)).all()
        assert [one.headline for one in sent] == stories
    db.session.rollback()


def test_no_issue_is_made_of_what_its_readers_had_at_another_hour(digest, nation, server):
    follow(make_account("reader1@example.org").id, "section", nation.id)
    send(run(digest).id)
    reads_at(18, 1)
    assert run(digest, hour=18) is None
    story("Of the nation", -12, nation)  # an hour after it
    assert brought(run(digest, NEXT_DAY, hour=18)) == ["Of the nation"]


def test_what_others_had_at_another_hour_is_new_to_the_readers_of_this_one(digest, nation, server):
    reads_at(18, 2)
    for number in (1, 2):
        follow(make_account(f"reader{number}@example.org").id, "section", nation.id)
    send(run(digest).id)
    evening = run(digest, hour=18)
    assert audience(evening) == ["reader2@example.org"]
    send(evening.id)
    assert [one.recipient for one in server.taken] == ["reader1@example.org", "reader2@example.org"]


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_one_reader_who_follows_one_of_the_stories_is_enough(digest, nation, kind):
    game = story("Of a game", 1, make_section("sports", "Sports"))
    game.author = make_author(name="Aset Gaziz")
    tagging.tag(game, ["Games"])
    topic = db.session.scalars(select(Topic)).one()
    things = {"section": game.section_id, "topic": topic.id, "author": game.author.id}
    assert run(digest, hour=6) is None
    follow(make_account("reader2@example.org").id, kind, things[kind])
    letter = run(digest)
    assert brought(letter) == ["Of a game", "Of a river"]
    assert audience(letter) == ["reader1@example.org", "reader2@example.org"]


@pytest.mark.parametrize(
    ("account", "change"),
    [
        ({"confirmed": False}, {}),
        ({"disabled_at": clock.now()}, {}),
        ({}, {"confirmed_at": None}),
        ({}, {"ended_at": clock.now()}),
    ],
)
def test_who_could_get_nothing_makes_no_issue(digest, nation, account, change):
    follow(make_account("reader1@example.org", **account).id, "section", nation.id)
    own = select(Subscription).where(Subscription.subscriber_id == reader(1).id)
    for name, value in change.items():
        setattr(db.session.scalars(own).one(), name, value)
    assert run(digest) is None


def test_who_is_suppressed_makes_no_issue(digest, nation):
    follow(make_account("reader1@example.org").id, "section", nation.id)
    db.session.add(Suppression(email="reader1@example.org", reason="bounce", evidence=""))
    assert run(digest) is None
