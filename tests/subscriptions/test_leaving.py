"""Leaving: by the page behind the link, by the mail program's button, everything, and back again."""

from __future__ import annotations

import pytest

from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import links, wording
from webapp.subscriptions.models import MailingList, Suppression

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(app, lists):
    """The leave link of The Week, of a person who gets both lists."""
    with app.app_context():
        person = make_subscriber(READER, confirmed_at=clock.now())
        for number in lists.values():
            make_subscription(db.session.get(MailingList, number), person)
        url = links.unsubscribe_url(person.id, lists["the-week"], 7)
        db.session.commit()
    return url.removeprefix("http://localhost")


def test_one_button_leaves_the_list(browser, path, subscriptions, consents):
    page = browser.open(path)
    assert page.title == "Leave The Week?"
    assert len(page.all("button.button")) == 1
    page = browser.press("Leave The Week")
    assert page.title == "You have left The Week"
    assert subscriptions() == {"the-week": "unsubscribed", "morning-brief": "confirmed"}
    [entry] = consents()
    assert (entry.event, entry.source) == ("ended", "leave link")
    assert (entry.reason, entry.evidence) == ("unsubscribed", "campaign 7")
    assert entry.network_address == "127.0.0.1"


@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_the_mail_program_leaves_in_one_click(app, path, subscriptions, consents, encoding):
    for _ in range(2):
        answer = app.test_client(use_cookies=False).post(
            path, data=ONE_CLICK, content_type=encoding
        )
        assert answer.status_code == 200
        assert answer.mimetype == "text/plain"
        assert "Set-Cookie" not in answer.headers
        assert "Location" not in answer.headers
    assert subscriptions() == {"the-week": "one-click", "morning-brief": "confirmed"}
    assert [(e.event, e.source, e.reason, e.evidence) for e in consents()] == [
        ("ended", "one-click", "one-click", "campaign 7")
    ]


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "yes"}, {"everything": "yes"}])
def test_any_other_post_needs_the_token(app, path, dump, sent):
    before = dump()
    assert app.test_client().post(path, data=sent).status_code == 400
    assert dump() == before


def test_every_letter_can_be_left_at_once(browser, path, subscriptions, consents):
    browser.open(path)
    page = browser.press("Leave every letter")
    assert page.title == "You have left The Week"
    assert "nor any other letter" in page.text
    assert subscriptions() == {"the-week": "everything", "morning-brief": "everything"}
    assert len(consents()) == 2


def test_leaving_can_be_undone_and_is_recorded(browser, path, subscriptions, consents):
    browser.open(path)
    page = browser.press("Leave The Week")
    assert wording.UNDO.text in page.text
    page = browser.press("Join again")
    assert page.title == "Leave The Week?"
    assert subscriptions()["the-week"] == "confirmed"
    again = consents()[-1]
    assert (again.event, again.source, again.wording) == ("confirmed", "undo", wording.UNDO.text)


def test_joining_again_twice_changes_nothing_more(app, browser, path, dump):
    browser.open(path)
    page = browser.press("Leave The Week")
    form = page.form("Join again")
    browser.press("Join again")
    before = dump()
    token = form.select_one("[name=csrf_token]")["value"]
    assert browser.client.post(form["action"], data={"csrf_token": token}).status_code == 303
    assert dump() == before


def test_an_end_by_the_paper_cannot_be_undone(app, browser, path, lists, dump):
    page = browser.open(path)
    token = page.token
    with app.app_context():
        person = make_subscriber("other@example.org")
        gone = make_subscription(db.session.get(MailingList, lists["the-week"]), person)
        gone.end("bounce", clock.now())
        url = links.unsubscribe_url(person.id, lists["the-week"])
        db.session.commit()
    path = url.removeprefix("http://localhost")
    assert not browser.open(path).all("form")
    before = dump()
    assert browser.client.post(f"{path}undo/", data={"csrf_token": token}).status_code == 410
    assert dump() == before


def test_a_suppressed_address_cannot_join_again(app, browser, path, dump):
    browser.open(path)
    browser.press("Leave The Week")
    with app.app_context():
        db.session.add(Suppression(email=READER, reason="complaint"))
        db.session.commit()
    before = dump()
    browser.press("Join again", status=409)
    assert dump() == before


def test_a_link_of_someone_who_never_was_on_the_list_is_refused(app, browser, lists):
    with app.app_context():
        url = links.unsubscribe_url(99, lists["the-week"])
    browser.open(url.removeprefix("http://localhost"), status=404)
