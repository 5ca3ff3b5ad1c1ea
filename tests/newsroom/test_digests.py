"""The rules of a digest, set by a list manager, and the hour that its reader chooses."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.makers import (
    make_account,
    make_article,
    make_list,
    make_section,
    make_subscriber,
    make_subscription,
)
from webapp import clock
from webapp.campaigns.digests.models import DigestRules
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.following import follow
from webapp.reading.models import Section
from webapp.subscriptions.links import preferences_token
from webapp.subscriptions.models import Consent, MailingList, Subscriber, Subscription


@pytest.fixture
def daily(filled):
    with filled():
        made = make_list("daily", "The Day", kind="automatic digest")
        make_subscription(made, make_subscriber("me@example.org"))
        nation = make_section("nation", "Nation")
        fresh = clock.now() - dt.timedelta(hours=1)
        make_article("In the section", section=nation, published_at=fresh)
        tagging.tag(make_article("On the topic", published_at=fresh), ["Rivers"])
        make_article("Neither", published_at=fresh)
        return made.id


def test_a_digest_of_what_readers_follow_says_so(keeper, daily, filled):
    with filled():
        nation = db.session.scalars(select(Section).where(Section.slug == "nation")).one()
        follow(make_account().id, "section", nation.id)
    keeper.open(f"/newsroom/lists/{daily}/digest/")
    page = keeper.press("Save rules", is_followed="y", most="3")
    assert "To each reader, of these, at most 3 that they follow." in page.text
    stories = [row.a.get_text() for row in page.all("[aria-labelledby=now] li")]
    assert stories == ["In the section"], "what nobody follows is for nobody"
    assert page.one("#is_followed").has_attr("checked")


def test_rules_are_set_and_show_what_they_would_bring(keeper, daily, app, acts):
    keeper.open(f"/newsroom/lists/{daily}/")
    page = keeper.follow("Digest")
    assert "It has no rules yet, so nothing is sent." in page.text
    page = keeper.press("Save rules", sections=["1"], topics="Rivers", hour="18", most="5")
    assert "Saved." in page.text
    found = [link.get_text() for link in page.all("#now ~ ol a")]
    assert sorted(found) == ["In the section", "On the topic"]
    assert "18:00" in page.text
    with app.app_context():
        rules = db.session.get(DigestRules, daily)
        assert (rules.most, rules.mailing_list.hour) == (5, 18)
    assert acts()[-1][1:] == ("set digest", "The Day")


def test_a_topic_that_no_story_is_on_is_refused_and_nothing_typed_is_lost(keeper, daily):
    keeper.open(f"/newsroom/lists/{daily}/digest/")
    page = keeper.press("Save rules", status=422, topics="Rivers, Moonbeams", most="99")
    assert "No story is on Moonbeams; write a topic as its page does." in page.text
    assert "Write a number from 1 to 30." in page.text
    assert page.one("[name=topics]")["value"] == "Rivers, Moonbeams"


def test_other_lists_have_no_rules(keeper, weekly):
    assert "Digest" not in keeper.open(f"/newsroom/lists/{weekly}/").text
    keeper.open(f"/newsroom/lists/{weekly}/digest/", status=404)


def test_a_reader_chooses_the_hour_and_follows_the_list_without_one(browser, daily, app):
    with app.app_context():
        token = preferences_token(db.session.scalars(select(Subscriber)).one())
    page = browser.open(f"/preferences/{token}/")
    field = page.one("[name=hour-daily]")
    assert field.select_one("[selected]").get_text() == "07:00"
    assert "Hours are those of The Astana Times." in page.text
    page = browser.press("Save", **{"hour-daily": "18"})
    assert "The Day: at 18:00." in page.text
    with app.app_context():
        assert db.session.scalars(select(Subscription.hour)).one() == 18
        noted = db.session.scalars(select(Consent).order_by(Consent.id.desc())).first()
        assert (noted.event, noted.reason) == ("spaced", "at 18:00")
    browser.press("Save", **{"hour-daily": "7"})
    with app.app_context():
        assert db.session.scalars(select(Subscription.hour)).one() is None
        db.session.get(MailingList, daily).hour = 9
        db.session.commit()
    page = browser.open(f"/preferences/{token}/")
    assert page.one("[name=hour-daily] [selected]").get_text() == "09:00"


def test_only_digests_ask_for_an_hour(browser, weekly, app):
    with app.app_context():
        token = preferences_token(db.session.scalars(select(Subscriber)).first())
    assert not browser.open(f"/preferences/{token}/").all("[name^=hour-]")
