"""A digest of what readers follow: each gets their own stories, once, and nobody an empty letter."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.campaigns.digesting import audience, brought, make_digest, run, story
from tests.campaigns.sends import delivery, send, totals
from tests.mail.servers import HANG_UP
from tests.makers import make_account, make_author, make_section
from webapp.campaigns import previewing
from webapp.campaigns.stories import bringing, following
from webapp.campaigns.stories.models import DeliveryStory
from webapp.extensions import db
from webapp.reading import following as follows
from webapp.reading import tagging
from webapp.reading.models import Article, Topic
from webapp.subscriptions.models import Subscription


@pytest.fixture
def digest():
    """A digest of what three readers follow: the nation; sport and rivers; nothing."""
    list_id = make_digest(3, is_followed=True)
    things = {
        "nation": ("section", make_section("nation", "Nation").id),
        "sports": ("section", make_section("sports", "Sports").id),
        "dana": ("author", make_author().id),
    }
    river = story("Of a river", 2, tagged("nation"))
    tagging.tag(river, ["Rivers"])
    db.session.flush()
    things["rivers"] = ("topic", db.session.scalars(select(Topic)).one().id)
    accounts = {n: make_account(f"reader{n}@example.org").id for n in (1, 2)}
    for number, kind in ((1, "nation"), (2, "sports"), (2, "rivers")):
        follows.follow(accounts[number], *things[kind])
    db.session.commit()
    return list_id, things, accounts


def tagged(slug):
    return db.session.scalars(select(follows.Section).where(follows.Section.slug == slug)).one()


def sent(server, number):
    """The newest letter to a reader: its subject, and the headlines in its text and its HTML."""
    found = [one for one in server.taken if one.recipient == f"reader{number}@example.org"]
    message = found[-1].message
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    titles = db.session.scalars(select(Article.headline)).all()
    db.session.rollback()
    inside = [sorted(title for title in titles if title in part) for part in (text, html)]
    assert inside[0] == inside[1]
    return message["Subject"], inside[0], text, html


def test_each_reader_gets_what_they_follow_and_nobody_an_empty_letter(digest, server):
    list_id, *_ = digest
    story("Of the nation", 3, tagged("nation"))
    story("Of a game", 1, tagged("sports"))
    letter = run(list_id)
    assert brought(letter) == ["Of a game", "Of a river", "Of the nation"]
    number = letter.id
    send(number)
    assert sent(server, 1)[:2] == (
        "Of a river, and 1 more story",
        ["Of a river", "Of the nation"],
    )
    assert sent(server, 2)[:2] == ("Of a game, and 1 more story", ["Of a game", "Of a river"])
    found = totals(number)
    assert (found.sent, found.skipped) == (2, {following.FOLLOWS_NOTHING: 1})


def test_picks_come_first_and_no_more_than_the_rules_say(server):
    list_id = make_digest(1, is_followed=True, most=2)
    nation = make_section("nation", "Nation")
    follows.follow(make_account("reader1@example.org").id, "section", nation.id)
    for hours, headline, pick in ((2, "Newest", None), (3, "Second", None), (9, "Picked", 1)):
        story(headline, hours, nation, pick_position=pick)
    number = run(list_id).id
    send(number)
    subject, inside, text, html = sent(server, 1)
    assert (subject, inside) == ("Picked, and 1 more story", ["Newest", "Picked"])
    assert text.index("Picked") < text.index("Newest")
    assert "zq9slot" not in text + html
    assert "<title>Picked, and 1 more story" in html


def test_who_follows_nothing_that_came_out_is_skipped_with_that_reason(digest, server):
    list_id, things, accounts = digest
    follows.unfollow(accounts[2], *things["rivers"])
    db.session.commit()
    number = run(list_id).id
    send(number)
    assert totals(number).skipped == {following.FOLLOWS_NOTHING: 1, following.NOTHING_NEW: 1}
    assert delivery("reader2@example.org").reason == following.NOTHING_NEW


def test_on_a_day_without_a_story_that_anybody_follows_nothing_is_sent(digest):
    list_id, *_ = digest
    db.session.delete(db.session.scalars(select(Article)).one())
    story("Of what nobody follows", 1, make_section("culture", "Culture"))
    assert run(list_id) is None


def test_an_author_is_followed_too(digest, server):
    list_id, things, accounts = digest
    follows.follow(accounts[2], *things["dana"])
    story("Of the nation", 3, tagged("nation")).author_id = things["dana"][1]
    db.session.commit()
    send(run(list_id).id)
    assert sent(server, 2)[1] == ["Of a river", "Of the nation"]


def test_a_letter_that_is_tried_again_is_the_same_letter(digest, server):
    list_id, things, accounts = digest
    server.script.at["dot", "reader2@example.org"] = ["451 4.2.0 later"]
    letter = run(list_id).id
    send(letter)
    assert delivery("reader2@example.org").state == "deferred"
    follows.unfollow(accounts[2], *things["rivers"])
    waiting = db.session.scalars(
        select(following.Delivery).where(following.Delivery.state == "deferred")
    ).one()
    waiting.next_try_at = waiting.next_try_at - dt.timedelta(days=1)
    db.session.commit()
    send(letter)
    assert sent(server, 2)[1] == ["Of a river"]
    assert totals(letter).sent == 2


def test_who_changes_the_hour_misses_nothing_and_gets_nothing_twice(digest, server):
    list_id, *_ = digest
    send(run(list_id).id)
    for one in db.session.scalars(select(Subscription)):
        one.hour = 18
    story("Of the nation", -3, tagged("nation"))
    db.session.commit()
    evening = run(list_id, hour=18)
    assert audience(evening) == [f"reader{n}@example.org" for n in (1, 2, 3)]
    number = evening.id
    send(number)
    assert sent(server, 1)[1] == ["Of the nation"]
    assert totals(number).skipped == {following.FOLLOWS_NOTHING: 1, following.NOTHING_NEW: 1}


def test_stories_sent_to_a_reader_are_their_own(digest, server):
    list_id, *_ = digest
    story("Of the nation", 3, tagged("nation"))
    story("Of a game", 1, tagged("sports"))
    send(run(list_id).id)
    for address, own in ((1, {"Of a river", "Of the nation"}), (2, {"Of a game", "Of a river"})):
        person = delivery(f"reader{address}@example.org").subscriber_id
        stories = db.session.scalars(bringing.sent_to(person)).all()
        assert {one.headline for one in stories} == own


def test_whoever_looks_at_it_sees_all_of_it(digest):
    list_id, *_ = digest
    story("Of the nation", 3, tagged("nation"))
    text, html = previewing.preview(run(list_id))
    for part in (text, html):
        assert "Of a river" in part
        assert "Of the nation" in part
        assert "zq9slot" not in part


def test_a_killed_worker_leaves_nothing_chosen_that_another_would_not_send(digest, server):
    list_id, *_ = digest
    server.script.at["dot", "reader1@example.org"] = [HANG_UP]
    number = run(list_id).id
    send(number)
    assert totals(number).unknown == 1
    kept = db.session.scalars(select(DeliveryStory.delivery_id)).all()
    assert len(kept) == len(set(kept)) == 2
    db.session.rollback()
