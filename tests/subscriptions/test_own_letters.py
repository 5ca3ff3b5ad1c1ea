"""The page of letters in the account of who is signed in."""

from __future__ import annotations

import pytest

from tests.accounts.steps import sign_in
from tests.makers import make_account, make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import MailingList


@pytest.fixture
def reader(filled, browser, lists):
    """The browser of a reader who gets The Week."""
    with filled():
        make_account(READER)
        person = make_subscriber(READER, confirmed_at=clock.now())
        make_subscription(db.session.get(MailingList, lists["the-week"]), person)
    sign_in(browser, READER)
    return browser


def test_the_account_has_the_same_page_and_comes_back_to_it(reader, subscriptions):
    page = reader.open("/account/letters/")
    assert page.title == "Your letters"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert (
        page.one("nav[aria-label='My account'] [aria-current]").get_text().strip() == "My letters"
    )
    page = reader.press("Save", lists=["morning-brief"])
    assert page.path == "/account/letters/"
    assert "The Week has ended." in page.text
    assert subscriptions() == {"the-week": "preferences", "morning-brief": "confirmed"}
    assert reader.press("Pause every letter").path == "/account/letters/"
    assert reader.press(
        "Pause every letter" if False else "Change the day", status=422, until="x"
    ).path


def test_who_gets_no_letter_is_shown_where_to_choose(filled, browser, lists):
    with filled():
        make_account("new@example.org")
    sign_in(browser, "new@example.org")
    assert "No letters yet" in browser.open("/account/letters/").text
    assert browser.follow("Choose letters").path == "/subscribe/"


def test_a_stranger_is_asked_to_sign_in(browser):
    assert browser.open("/account/letters/").path == "/account/sign-in/"
