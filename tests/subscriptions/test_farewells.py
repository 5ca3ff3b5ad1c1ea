"""Why somebody left: asked once they have, never required, and kept without saying who it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.makers import make_account, make_subscription
from tests.subscriptions.conftest import READER
from tests.subscriptions.test_races import opened, together
from webapp.extensions import db
from webapp.subscriptions import links
from webapp.subscriptions.erasing import forget_address
from webapp.subscriptions.models import Farewell, MailingList, subscriber_by_email


@pytest.fixture
def said(app):
    """What was said, as list, reason and words."""

    def read():
        with app.app_context():
            found = db.session.scalars(select(Farewell).order_by(Farewell.id))
            return [(one.list_id, one.reason, one.words) for one in found]

    return read


@pytest.fixture
def leave(app, path, lists):
    """The leave link of The Week."""
    with app.app_context():
        person = db.session.scalars(subscriber_by_email(READER)).one()
        return links.unsubscribe_url(person.id, lists["the-week"])


def test_it_is_asked_after_leaving_and_thanked_for(browser, path, lists, said):
    assert "Would you tell us why?" not in browser.open(path).text
    assert "Would you tell us why?" in browser.press("Leave every letter").text
    page = browser.press("Send", reason="too-many", words=" Three\r\n a day ")
    assert "Thank you. The editors read it." in page.text
    assert "Would you tell us why?" not in page.text
    assert said() == [(lists["the-week"], "too-many", "Three a day")]


def test_leaving_several_is_said_of_each(filled, browser, path, lists, said):
    with filled():
        person = db.session.scalars(subscriber_by_email(READER)).one()
        make_subscription(db.session.get(MailingList, lists["morning-brief"]), person)
    browser.open(path)
    browser.press("Leave every letter")
    browser.press("Send", reason="not-mine")
    assert {(list_id, reason) for list_id, reason, _ in said()} == {
        (number, "not-mine") for number in lists.values()
    }


def test_it_is_asked_behind_a_leave_link_too(browser, leave, said):
    browser.open(leave)
    browser.press("Leave The Week")
    assert "Thank you" in browser.press("Send", words="Bye").text
    assert [(reason, words) for _, reason, words in said()] == [("", "Bye")]


def test_nothing_has_to_be_said(browser, leave, said):
    browser.open(leave)
    browser.press("Leave The Week")
    browser.press("Send")
    assert not said()


def test_too_long_is_refused_and_stays(browser, leave, said):
    browser.open(leave)
    browser.press("Leave The Week")
    page = browser.press("Send", status=422, reason="looks", words="x" * 501)
    assert "at most 500 characters" in page.one("#words-error").get_text()
    assert page.one("#words").get_text().strip() == "x" * 501
    assert page.one("input[name=reason][checked]")["value"] == "looks"
    assert not said()


def test_a_reason_of_ones_own_making_is_none(browser, leave, said):
    browser.open(leave)
    browser.press("Leave The Week")
    browser.press("Send", reason="<script>", words="Bye")
    assert [(reason, words) for _, reason, words in said()] == [("", "Bye")]


def test_who_has_not_left_says_nothing(app, browser, path, said):
    browser.open(path)
    data = {"reason": "other", "csrf_token": browser.page.token}
    assert browser.client.post(path + "why/", data=data).status_code == 303
    assert not said()


def test_who_joined_again_is_not_asked(browser, leave):
    browser.open(leave)
    browser.press("Leave The Week")
    assert "Would you tell us why?" not in browser.press("Join again").text


def test_one_click_asks_nothing(app, leave, said):
    answer = app.test_client().post(
        leave.removeprefix("http://localhost"), data={"List-Unsubscribe": "One-Click"}
    )
    assert (answer.status_code, answer.text) == (200, "You have left this list.\n")
    assert not said()


def test_two_answers_at_once_are_one(app, browser, path, said):
    browser.open(path)
    browser.press("Leave every letter")
    pages = [opened(app, path) for _ in range(4)]
    answers = together(
        *[lambda p=p: p[0].post(path + "why/", data=p[1] | {"reason": "looks"}) for p in pages]
    )
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len(said()) == 1


def test_words_stay_when_the_address_is_erased_and_nothing_says_whose(filled, browser, path, said):
    browser.open(path)
    browser.press("Leave every letter")
    browser.press("Send", words="Too much politics.")
    with filled():
        forget_address(make_account(READER, erase_letters=True))
    assert [words for *_, words in said()] == ["Too much politics."]
    with filled():
        assert db.session.scalars(select(Farewell.subscription_id)).all() == [None]
