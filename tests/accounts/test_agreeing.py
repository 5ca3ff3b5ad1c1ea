"""Readers agree to the privacy notice when they register, and again when it says something new."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.accounts.steps import NEW_PASSWORD, link_in, register, sign_in
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import Page
from webapp.reading.versioning import NOTICE

FIRST = "2026-11-24"
SECOND = "2027-01-15"


@pytest.fixture(autouse=True)
def notice(app):
    """The paper’s standing pages, and a way to give the notice another version."""

    def put(version):
        with app.app_context():
            db.session.scalars(select(Page).where(Page.slug == NOTICE)).one().version = version
            db.session.commit()

    with app.app_context():
        furnish()
        db.session.commit()
    return put


def test_registering_shows_the_version_and_records_it_with_its_time(browser, account):
    page = browser.open("/account/register/")
    assert f"you agree to our privacy notice (version {FIRST})" in page.text
    register(browser)
    assert account().privacy_version == FIRST
    assert account().privacy_agreed_at


def test_who_agreed_meets_no_question(browser, outbox):
    register(browser)
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my address")
    assert sign_in(browser, password=NEW_PASSWORD).title == "My account"
    assert "privacy notice has changed" not in browser.page.text


@pytest.mark.parametrize("said", ["", SECOND, "x" * 1000])
def test_a_version_nobody_was_shown_is_not_recorded(browser, account, said):
    browser.open("/account/register/")
    browser.press("Register", email="reader@example.com", password=NEW_PASSWORD, notice=said)
    assert account().privacy_version == ""
    assert account().privacy_agreed_at is None


def test_a_notice_that_changed_while_one_registered_is_asked_about(browser, account, notice):
    browser.open("/account/register/")
    notice(SECOND)
    browser.press("Register", email="reader@example.com", password=NEW_PASSWORD)
    assert account().privacy_version == ""


def test_a_new_version_is_asked_about_at_the_next_sign_in(browser, reader, account, change, notice):
    change(privacy_version=FIRST)
    notice(SECOND)
    page = sign_in(browser, path="/account/sign-in/?next=/account/safety/")
    assert page.title == "Our privacy notice has changed"
    assert f"Version {FIRST}" in page.text
    page = browser.press("I agree")
    assert page.title == "Safety of your account"
    assert account().privacy_version == SECOND
    assert account().privacy_agreed_at
    assert sign_in(browser).title == "My account"


def test_who_is_signed_in_is_told_on_every_page_of_the_account(browser, reader, change, notice):
    change(privacy_version=FIRST)
    sign_in(browser)
    assert "notice has changed" not in browser.open("/account/").text
    notice(SECOND)
    for path in ("/account/", "/account/saved/", "/account/safety/"):
        page = browser.open(path)
        assert "Our privacy notice has changed." in page.text
        assert page.one("a[href='/account/privacy/']")


def test_deciding_later_keeps_nobody_from_reading(browser, reader, account):
    page = sign_in(browser)
    assert page.title == "Our privacy notice"
    assert browser.follow("Decide later").title == "My account"
    assert browser.open("/account/saved/").status == 200
    assert browser.open("/").status == 200
    assert account().privacy_version == ""


def test_a_version_that_is_replaced_while_one_reads_is_shown_again(
    browser, reader, account, notice
):
    sign_in(browser)
    notice(SECOND)
    page = browser.press("I agree")
    assert page.title == "Our privacy notice"
    assert SECOND in page.text
    assert account().privacy_version == ""


def test_a_paper_without_a_version_asks_nobody(browser, reader, notice):
    notice("")
    assert sign_in(browser).title == "My account"
    page = browser.open("/account/privacy/?next=//evil.example/")
    assert page.title == "My account"


def test_the_page_itself_says_its_version(browser, notice):
    assert f"version {FIRST}" in browser.open("/privacy-policy/").text
    assert "version" not in browser.open("/about-us/").text.casefold()
