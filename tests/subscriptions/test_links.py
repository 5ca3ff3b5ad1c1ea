"""Mailed links: inert to whoever only looks, dead when altered, outdated or meant for another use."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import links, moving, returning, vouching
from webapp.subscriptions.models import (
    MailingList,
    Subscriber,
    SubscriberMove,
    Subscription,
    Suppression,
)

NEW = "new@example.net"


@pytest.fixture
def paths(app, lists):
    """The links of a person who waits for one list and gets the other, and whose letters moved."""
    with app.app_context():
        person = make_subscriber(READER, confirmed_at=clock.now())
        waiting = make_subscription(
            db.session.get(MailingList, lists["morning-brief"]), person, confirmed=False
        )
        make_subscription(db.session.get(MailingList, lists["the-week"]), person)
        made = {
            "confirm": links.confirm_url(person.id, [waiting.id]),
            "preferences": links.preferences_url(person),
            "unsubscribe": links.unsubscribe_url(person.id, lists["the-week"], 7),
            "move": f"/preferences/move/{moving.MOVE.sign(s=person.id, v=0, n=NEW)}/",
            "return": f"/preferences/move-back/{returning_token(person)}/",
            "data": f"/preferences/data/{vouching.DATA.sign(s=person.id, v=0)}/",
        }
        db.session.commit()
    return {name: url.removeprefix("http://localhost") for name, url in made.items()}


def returning_token(person):
    """The secret part of the link that has letters back."""
    moved = SubscriberMove(subscriber_id=person.id, old_email="old@example.org", new_email=READER)
    db.session.add(moved)
    db.session.flush()
    return returning.RETURN.sign(m=moved.id, t=links.stamp(moved.moved_at))


BUTTONS = {
    "confirm": "Confirm my subscription",
    "preferences": "Save",
    "unsubscribe": "Leave The Week",
    "move": "Move my letters here",
    "return": "Have them back",
    "data": "Erase me",
}


@pytest.mark.parametrize("name", BUTTONS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(app, paths, dump, name, method):
    before = dump()
    for _ in range(2):
        assert app.test_client().open(paths[name], method=method).status_code == 200
    assert dump() == before


@pytest.mark.parametrize("name", BUTTONS)
def test_a_personal_page_is_kept_by_no_cache_and_told_to_no_site(app, paths, name):
    answer = app.test_client().get(paths[name])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in answer.text


@pytest.mark.parametrize("name", BUTTONS)
def test_a_wrong_token_of_the_form_changes_nothing(browser, paths, dump, name):
    browser.open(paths[name])
    before = dump()
    page = browser.press(BUTTONS[name], status=400, csrf_token="wrong")
    assert page.title == "This form is too old to be sent"
    assert dump() == before


@pytest.mark.parametrize("name", BUTTONS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_altered_link_is_refused(app, paths, dump, name, method):
    before = dump()
    path = paths[name]
    middle = len(path) // 2
    spoilt = path[:middle] + ("A" if path[middle] != "A" else "B") + path[middle + 1 :]
    one_click = {"List-Unsubscribe": "One-Click"} if name == "unsubscribe" else {}
    client = app.test_client()
    answer = client.open(spoilt, method=method, data=one_click)
    expected = 404 if method == "GET" or one_click else 400  # no token: refused before the link
    assert answer.status_code == expected
    assert dump() == before


@pytest.mark.parametrize("name", BUTTONS)
@pytest.mark.parametrize("other", BUTTONS)
def test_a_link_opens_only_its_own_page(app, paths, name, other):
    if name == other:
        return
    token = paths[name].rstrip("/").rsplit("/", 1)[1]
    place = paths[other].rstrip("/").rsplit("/", 1)[0]
    assert app.test_client().get(f"{place}/{token}/").status_code == 404


def test_a_confirmation_lasts_three_days(browser, paths, dump):
    browser.open(paths["confirm"])
    before = dump()
    with time_machine.travel(clock.now() + dt.timedelta(days=3, seconds=2), tick=False):
        page = browser.press("Confirm my subscription", status=410)
        assert page.title == "This link no longer works"
        assert "three days" in page.text
        assert browser.open(paths["confirm"], status=410)
    assert dump() == before


def test_a_confirmation_dies_with_what_it_asks_for(app, browser, paths, lists, dump):
    browser.open(paths["confirm"])
    with app.app_context():
        [asked] = db.session.query(Subscription).filter_by(list_id=lists["morning-brief"])
        asked.end("unconfirmed", clock.now())
        make_subscription(asked.mailing_list, asked.subscriber, confirmed=False)
        db.session.commit()
    before = dump()
    browser.press("Confirm my subscription", status=410)
    assert dump() == before


def test_a_confirmation_dies_with_the_list(app, browser, paths, lists):
    with app.app_context():
        db.session.get(MailingList, lists["morning-brief"]).close()
        db.session.commit()
    browser.open(paths["confirm"], status=410)


def test_a_suppressed_address_cannot_confirm(app, browser, paths, dump):
    browser.open(paths["confirm"])
    with app.app_context():
        db.session.add(Suppression(email=READER, reason="complaint"))
        db.session.commit()
    before = dump()
    page = browser.press("Confirm my subscription", status=409)
    assert page.title == "We do not write to this address"
    assert dump() == before


def test_a_preference_link_ends_with_its_version(app, browser, paths):
    browser.open(paths["preferences"])
    with app.app_context():
        db.session.query(Subscriber).filter_by(email=READER).one().link_version += 1
        db.session.commit()
    assert browser.press("Save", status=410)
    assert browser.open(paths["preferences"], status=410)


def test_letter_links_work_years_later(browser, paths):
    with time_machine.travel(clock.now() + dt.timedelta(days=3650), tick=False):
        browser.open(paths["preferences"])
        assert browser.open(paths["unsubscribe"]).title == "Leave The Week?"


def test_many_links_are_made_without_a_query_and_read_back(context, lists):
    made = links.LetterLinks(campaign_id=7)
    url = made.unsubscribe(5, 2)
    assert url.startswith("http://localhost/unsubscribe/")
    token = url.rstrip("/").rsplit("/", 1)[1]
    assert links.read_unsubscribe(token) == links.Leaving(5, 2, 7)
    assert links.unsubscribe_url(5, 2) != url
    assert made.preferences(5, 0).startswith("http://localhost/preferences/")
