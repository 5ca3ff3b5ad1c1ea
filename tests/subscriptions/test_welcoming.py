"""A list’s welcome: once to each who confirms, by the list’s own name, with a way to leave."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
import time_machine

from tests.accounts.steps import sign_in
from tests.makers import make_account, make_list, make_subscriber, make_subscription
from tests.subscriptions.conftest import READER, link_in, text_of
from tests.subscriptions.imports import imported, people
from tests.subscriptions.test_races import opened, together
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import joining, links
from webapp.subscriptions.models import MailingList, Suppression

KIND = "subscriptions/welcome"
WRITTEN = {
    "sender_name": "Dana of The Week",
    "reply_to": "dana@paper.example",
    "welcome_subject": "Welcome to the long reads",
    "welcome_body": '<p>Saturdays at nine. <a href="http://localhost/about-us/">Who we are</a></p>',
    "welcomes": True,
}


@pytest.fixture
def settings(settings):
    return settings | {"RATELIMIT_ENABLED": True}


@pytest.fixture
def greeting(app):
    """A list that welcomes, and one that does not; their ids."""
    with app.app_context():
        made = [
            make_list("the-week", "The Week", **WRITTEN),
            make_list("roads", "Roads", welcome_subject="Hello", welcome_body="<p>Hello</p>"),
        ]
        ids = [one.id for one in made]
        db.session.commit()
    return ids


@pytest.fixture
def welcomes(outbox):
    """The welcomes that were queued."""
    return lambda: [mail for mail in outbox() if mail.kind == KIND]


@pytest.fixture
def asked(app, greeting):
    """The path of a confirmation link for both lists."""
    with app.app_context():
        person = make_subscriber(READER)
        waiting = [
            make_subscription(db.session.get(MailingList, id_), person, confirmed=False)
            for id_ in greeting
        ]
        url = links.confirm_url(person.id, [one.id for one in waiting])
        db.session.commit()
    return url.removeprefix("http://localhost")


def test_confirming_brings_the_welcome_of_the_list_that_has_one(browser, asked, welcomes):
    browser.open(asked)
    assert not welcomes()
    browser.press("Confirm my subscription")
    [mail] = welcomes()
    assert (mail.recipient, mail.subject) == (READER, "Welcome to the long reads")
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    assert message["From"].addresses[0].display_name == "Dana of The Week"
    assert message["Reply-To"] == "dana@paper.example"
    assert message["List-ID"].startswith('"The Week"')
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = message.get_body(("html",)).get_content()
    leave = re.fullmatch(r"<(.+)>", message["List-Unsubscribe"])[1]
    assert leave in text_of(mail)
    assert leave in html
    assert "Saturdays at nine." in text_of(mail)
    assert "Who we are" in html
    assert "Past letters: http://localhost/newsletters/the-week/" in text_of(mail)


def test_its_leave_link_leaves_in_one_click(app, browser, asked, welcomes, subscriptions):
    browser.open(asked)
    browser.press("Confirm my subscription")
    leave = re.search(r"http://localhost(/unsubscribe/\S+)", text_of(welcomes()[0]))[1]
    answer = app.test_client().post(leave, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert subscriptions() == {"the-week": "one-click", "roads": "confirmed"}


def test_confirming_again_brings_none(browser, asked, welcomes):
    for _ in range(2):
        page = browser.open(asked)
        if page.all("button"):
            browser.press("Confirm my subscription")
    browser.open(asked)
    assert len(welcomes()) == 1


def test_two_confirmations_at_once_bring_one(app, asked, welcomes):
    open_pages = [opened(app, asked) for _ in range(4)]
    answers = together(*[lambda p=p: p[0].post(asked, data=p[1]) for p in open_pages])
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len(welcomes()) == 1


def test_who_joins_again_is_welcomed_for_the_new_subscription(app, browser, asked, welcomes):
    browser.open(asked)
    browser.press("Confirm my subscription")
    browser.follow("Choose your letters")
    browser.press("Save", lists=[])
    browser.press("Save", lists=["the-week"])
    assert len(welcomes()) == 2


def test_ticking_and_unticking_fills_nobodys_mailbox(browser, asked, welcomes):
    browser.open(asked)
    browser.press("Confirm my subscription")
    with time_machine.travel(clock.now(), tick=False):
        browser.follow("Choose your letters")
        for _ in range(6):
            browser.press("Save", lists=[])
            browser.press("Save", lists=["the-week"])
    assert len(welcomes()) == 1 + 4  # at most four mails a minute to one address


def test_who_is_signed_in_is_welcomed_at_once(filled, browser, greeting, welcomes):
    with filled():
        make_account(READER)
    sign_in(browser, READER)
    browser.open("/subscribe/?lists=the-week")
    browser.press("Subscribe")
    assert [mail.recipient for mail in welcomes()] == [READER]
    browser.open("/subscribe/?lists=the-week")
    browser.press("Subscribe")
    assert len(welcomes()) == 1


def test_taking_a_leave_back_brings_none(browser, asked, greeting, app, welcomes, subscriptions):
    browser.open(asked)
    browser.press("Confirm my subscription")
    with app.app_context():
        url = links.unsubscribe_url(1, greeting[0])
    browser.open(url.removeprefix("http://localhost"))
    browser.press("Leave The Week")
    browser.press("Join again")
    assert subscriptions()["the-week"] == "confirmed"
    assert len(welcomes()) == 1


def test_neither_a_file_nor_staff_bring_one_unless_the_person_confirms(
    app, greeting, browser, outbox, welcomes
):
    with app.app_context():
        week = db.session.get(MailingList, greeting[0])
        joining.add_by_staff("desk@example.org", week, by="lists@example.com", evidence="a letter")
        imported(people(3), week)
        db.session.commit()
    assert not welcomes()


def test_whom_a_file_asked_is_welcomed_on_confirming(app, greeting, browser, outbox, welcomes):
    with app.app_context():
        week = db.session.get(MailingList, greeting[0])
        imported("email\nasked@example.org\n", week, asks=True)
        db.session.commit()
    [ask] = outbox()
    browser.open(link_in(ask))
    browser.press("Confirm my subscription")
    assert [mail.recipient for mail in welcomes()] == ["asked@example.org"]


def test_whom_the_paper_must_not_write_to_gets_none(app, browser, asked, welcomes):
    with app.app_context():
        db.session.add(Suppression(email=READER, reason="complaint", since=clock.now()))
        db.session.commit()
    browser.open(asked, status=409)
    assert not welcomes()
