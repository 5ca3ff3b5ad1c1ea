"""Who is signed in with a confirmed address subscribes in one click, and it is on record."""

from __future__ import annotations

import pytest

from tests.accounts.steps import sign_in
from tests.browser import SAME_ORIGIN
from tests.makers import make_account, make_article
from tests.subscriptions.conftest import READER
from webapp.accounts.models import account_by_email
from webapp.extensions import db
from webapp.subscriptions import wording
from webapp.subscriptions.models import Suppression


@pytest.fixture
def reader(filled, browser, lists):
    """The browser of a reader with an account."""
    with filled():
        make_account(READER)
    sign_in(browser, READER)
    return browser


def test_one_click_and_the_letters_come(reader, outbox, subscriptions, consents):
    page = reader.open("/subscribe/?lists=the-week")
    assert READER in page.text
    assert not page.all("input[type=email]")
    shown = page.text
    page = reader.press("Subscribe")
    assert page.title == "The letters are yours"
    assert READER in page.text
    assert subscriptions() == {"the-week": "confirmed"}
    assert not outbox()
    [entry] = consents()
    assert (entry.event, entry.source) == ("confirmed", "form page, signed in")
    assert (entry.wording, entry.wording_version) == (wording.PAGE.text, wording.PAGE.version)
    assert entry.wording in shown
    assert entry.network_address == "127.0.0.1"
    assert reader.follow("Choose your letters").title == "Your letters"


def test_a_second_click_changes_nothing(reader, subscriptions, consents):
    for _ in range(2):
        reader.open("/subscribe/?lists=the-week")
        assert reader.press("Subscribe").title == "The letters are yours"
    assert subscriptions() == {"the-week": "confirmed"}
    assert len(consents()) == 1


def test_what_was_asked_for_before_is_confirmed_by_it(app, reader, subscriptions):
    sent = {"email": READER, "lists": "the-week"}
    app.test_client().post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert subscriptions() == {"the-week": "pending"}
    reader.open("/subscribe/?lists=the-week")
    reader.press("Subscribe")
    assert subscriptions() == {"the-week": "confirmed"}


def test_the_form_under_a_story_takes_it_as_proven_too(reader, outbox, consents):
    sent = {"email": READER.upper(), "lists": "the-week", "place": "story"}
    answer = reader.client.post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert "The letters are yours" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert [entry.source for entry in consents()] == ["form story, signed in"]
    assert not outbox()


def test_another_address_is_asked_by_mail(reader, outbox, subscriptions):
    sent = {"email": "other@example.org", "lists": "the-week"}
    answer = reader.client.post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert "Check your mail" in answer.text
    assert [mail.recipient for mail in outbox()] == ["other@example.org"]
    assert not subscriptions()


def test_an_account_nobody_confirmed_proves_nothing(filled, reader, outbox):
    with filled():
        db.session.scalars(account_by_email(READER)).one().confirmed_at = None
    sent = {"email": READER, "lists": "the-week"}
    answer = reader.client.post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert "Check your mail" in answer.text
    assert len(outbox()) == 1


def test_a_suppressed_address_is_told_so(filled, reader, subscriptions):
    with filled():
        db.session.add(Suppression(email=READER, reason="complaint"))
    reader.open("/subscribe/?lists=the-week")
    assert reader.press("Subscribe", status=409).title == "We do not write to this address"
    assert not subscriptions()


def test_the_band_says_nothing_to_who_is_signed_in_that_is_not_so(filled, reader, outbox, consents):
    with filled():
        make_article()
    shown = reader.open("/").text
    sent = {"email": READER, "lists": "the-week", "place": "band"}
    reader.client.post("/subscribe/", data=sent, headers=SAME_ORIGIN)
    assert not outbox()
    [entry] = consents()
    assert entry.wording in shown
    assert "Unless you are signed in with this address" in shown
