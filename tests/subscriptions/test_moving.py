"""Letters go to another address: asked on one's page, confirmed there, and undone from the old."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import NEW, READER, link_in, people
from tests.subscriptions.record import verified
from tests.subscriptions.test_races import opened, together
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import links
from webapp.subscriptions.models import (
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
    consents_about,
    subscriber_by_email,
)


def test_letters_and_record_go_along(app, browser, path, moved, outbox, consents):
    browser.open(path)
    browser.press("Save", **{"often-the-week": "week"})
    moved()
    assert f"Your letters come to {NEW} from the next issue on." in browser.page.text
    assert browser.page.title == "Your letters"
    assert browser.page.one("#often-the-week option[selected]")["value"] == "week"
    assert people(app) == [(NEW, "the-week")]
    assert [mail.recipient for mail in outbox()] == [NEW, READER]
    assert NEW not in str(outbox()[-1].message)
    entry = consents()[-1]
    assert (entry.event, entry.source, entry.wording_version) == ("moved", "move link", "move-1")
    with app.app_context():
        told = db.session.scalars(consents_about(NEW)).all()
        assert [(one.event, one.details.address) for one in told] == [
            ("spaced", READER),
            ("moved", NEW),
        ]
        assert not db.session.scalars(consents_about(READER)).all()
        verified()


def test_the_page_that_confirms_names_the_words_and_not_the_old_address(browser, asked, consents):
    page = browser.open(asked())
    assert READER not in page.text
    assert "The Week" in page.text
    shown = page.text
    browser.press("Move my letters here")
    assert consents()[-1].wording in shown


def test_old_links_to_the_page_end_and_leaving_goes_on(app, browser, path, moved, lists):
    with app.app_context():
        person = db.session.scalars(subscriber_by_email(READER)).one()
        leave = links.unsubscribe_url(person.id, lists["the-week"])
    moved()
    browser.open(path, status=410)
    browser.open(leave)
    browser.press("Leave The Week")
    assert people(app) == []


def test_looking_moves_nothing(browser, asked, moved, dump):
    for mailed in (asked, moved):
        link = mailed()
        before = dump()
        for method in ("get", "head", "options"):
            getattr(browser.client, method)(link)
        assert dump() == before


def test_a_link_works_once_and_says_so(app, browser, asked, dump):
    link = asked()
    browser.open(link)
    browser.press("Move my letters here")
    before = dump()
    assert browser.open(link).title == "Your letters come here already"
    assert dump() == before


def test_a_link_ends_after_a_day_or_with_another_move(browser, asked):
    first = asked()
    browser.open(asked("other@example.net"))
    browser.press("Move my letters here")
    browser.open(first, status=410)
    with time_machine.travel(clock.now() + dt.timedelta(days=1, minutes=1)):
        browser.open(first, status=410)


def test_everybody_gets_the_same_answer(app, browser, path, held, outbox, filled):
    with filled():
        db.session.add(Suppression(email="never@example.net", reason="complaint"))
    answers = set()
    for address in (NEW, "nobody@example.net", "never@example.net"):
        browser.open(path)
        page = browser.press("Send the link", email=address)
        answers.add(page.text.replace(address, "…"))
    assert len(answers) == 1
    assert [mail.recipient for mail in outbox()] == [NEW, "nobody@example.net"]


@pytest.mark.parametrize("email", ["", "new", READER.upper()])
def test_what_is_no_new_address_is_refused_and_stays(browser, path, dump, email):
    browser.open(path)
    before = dump()
    page = browser.press("Send the link", status=422, email=email)
    assert page.all("#email-error")
    assert page.one("#email")["value"].lower() == email.lower()
    assert dump() == before


def test_an_address_suppressed_meanwhile_gets_nothing(app, browser, asked, filled):
    link = asked()
    with filled():
        db.session.add(Suppression(email=NEW, reason="complaint"))
    browser.open(link, status=409)
    assert people(app) == [(READER, "the-week")]


def test_who_has_the_address_gets_the_letters_too_and_keeps_their_own_wishes(
    app, browser, path, held, moved, lists, filled, consents
):
    browser.open(path)
    both = {"often-the-week": "week", "often-morning-brief": "every"}
    browser.press("Save", lists=list(lists), **both)
    moved()
    assert people(app) == [(NEW, "morning-brief"), (NEW, "the-week")]
    assert browser.page.one("#often-the-week option[selected]")["value"] == "week"
    assert browser.page.one("#often-morning-brief option[selected]")["value"] == "month"
    with app.app_context():
        old = db.session.scalars(consents_about(READER)).all()
        new = db.session.scalars(consents_about(NEW)).all()
        assert [one.event for one in old][-3:] == ["ended", "ended", "moved"]
        assert [one.event for one in new] == ["confirmed", "spaced"]
        assert {one.link for one in old[-3:]} == {one.link for one in new}
        ended = db.session.scalars(select(Subscription).where(Subscription.ended_at.is_not(None)))
        assert {one.ended_reason for one in ended} == {"moved"}
        verified()


def test_an_ask_that_waits_for_the_old_address_ends_with_it(
    app, browser, path, lists, filled, moved
):
    with filled():
        person = db.session.scalars(subscriber_by_email(READER)).one()
        brief = db.session.get(MailingList, lists["morning-brief"])
        waits = make_subscription(brief, person, confirmed=False)
        confirm = links.confirm_url(person.id, [waits.id])
    moved()
    browser.open(confirm, status=410)
    assert people(app) == [(NEW, "the-week")]


def test_a_suppressed_old_address_is_not_written_to(browser, asked, filled, outbox):
    link = asked()
    with filled():
        db.session.add(Suppression(email=READER, reason="bounce"))
    browser.open(link)
    browser.press("Move my letters here")
    assert [mail.recipient for mail in outbox()] == [NEW]


def test_one_link_pressed_many_times_at_once_moves_once(app, asked, consents, outbox):
    link = asked()
    pages = [opened(app, link) for _ in range(4)]
    answers = together(*[lambda p=p: p[0].post(link, data=p[1]) for p in pages])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 303]
    assert people(app) == [(NEW, "the-week")]
    assert [entry.event for entry in consents()] == ["moved"]
    assert [mail.recipient for mail in outbox()] == [NEW, READER]


def test_two_addresses_at_once_are_one(app, asked, consents):
    paths = [asked(f"{name}@example.net") for name in ("a", "b")]
    pages = [(opened(app, path), path) for path in paths]
    answers = together(*[lambda p=p: p[0][0].post(p[1], data=p[0][1]) for p in pages])
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert len(people(app)) == 1
    assert [entry.event for entry in consents()] == ["moved"]


def test_two_people_who_move_to_one_address_at_once_are_one_there(
    app, filled, path, lists, asked, outbox
):
    with filled():
        other = make_subscriber("other@example.org", confirmed_at=clock.now())
        make_subscription(db.session.get(MailingList, lists["morning-brief"]), other)
        second = links.preferences_url(other).removeprefix("http://localhost")
    client, token = opened(app, second)
    client.post(second + "address/", data=token | {"email": NEW})
    paths = [link_in(outbox()[-1]), asked()]
    pages = [(opened(app, link), link) for link in paths]
    answers = together(*[lambda p=p: p[0][0].post(p[1], data=p[0][1]) for p in pages])
    assert [answer.status_code for answer in answers] == [303, 303]
    assert people(app) == [(NEW, "morning-brief"), (NEW, "the-week")]
    with app.app_context():
        assert len(db.session.scalars(select(Subscriber).where(Subscriber.email == NEW)).all()) == 1
