"""Nobody learns from the forms who is a subscriber."""

from __future__ import annotations

import pytest

from tests.browser import SAME_ORIGIN
from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Suppression


def post(app, address=READER, path="/subscribe/", **fields):
    data = {"email": address, "lists": ["the-week"]} | fields
    return app.test_client().post(path, data=data, headers=SAME_ORIGIN)


@pytest.fixture
def people(app, lists):
    """One address of each kind."""
    with app.app_context():
        week = db.session.get(MailingList, lists["the-week"])
        make_subscription(week, make_subscriber("pending@example.org"), confirmed=False)
        make_subscription(week, make_subscriber("confirmed@example.org", confirmed_at=clock.now()))
        left = make_subscription(week, make_subscriber("left@example.org"))
        left.end("unsubscribed", clock.now())
        db.session.add(Suppression(email="suppressed@example.org", reason="complaint"))
        db.session.commit()
    return ["new", "pending", "confirmed", "left", "suppressed"]


def test_the_answer_is_the_same_for_everyone(app, people, outbox):
    answers = set()
    for name in people:
        answer = post(app, f"{name}@example.org")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        answers.add((answer.status_code, answer.text.replace(name, "NAME")))
    assert len(answers) == 1
    assert {mail.recipient.partition("@")[0]: mail.kind for mail in outbox()} == {
        "new": "subscriptions/confirm",
        "pending": "subscriptions/confirm",
        "confirmed": "subscriptions/already",
        "left": "subscriptions/confirm",
    }


def test_a_suppressed_address_gets_nothing_and_nothing_is_kept(app, people, outbox, dump):
    before = dump()
    assert post(app, "suppressed@example.org").status_code == 200
    assert dump() == before


def test_who_left_may_ask_again_and_must_confirm(app, people, subscriptions):
    post(app, "left@example.org")
    assert subscriptions("left@example.org") == {"the-week": "pending"}


def test_the_link_form_answers_the_same_for_everyone(app, people, browser, outbox):
    answers = set()
    for name in [*people, "unknown"]:
        browser.open("/preferences/")
        page = browser.press("Send me my link", email=f"{name}@example.org")
        answers.add(page.text.replace(name, "NAME"))
    assert len(answers) == 1
    assert {mail.recipient for mail in outbox()} == {
        "pending@example.org",
        "confirmed@example.org",
        "left@example.org",
    }
