from __future__ import annotations

import pytest

from tests.accounts.steps import READER, carry, cookie_of, is_signed_in, register, sign_in
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.extensions import db


def session_cookie(browser):
    return browser.client.get_cookie("masthead")


def test_a_reader_signs_in_and_out(browser, reader):
    page = sign_in(browser, "Reader@example.com ")
    assert page.title == "My account"
    assert READER in page.text
    page = browser.press("Sign out")
    assert "You are signed out." in page.text
    assert page.path == "/"
    assert "Set-Cookie" not in browser.open("/").response.headers
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "password", ["", "another long password", PASSWORD + " ", PASSWORD.upper()]
)
def test_a_wrong_password_opens_nothing(browser, reader, password):
    browser.open("/account/sign-in/")
    page = browser.press("Sign in", status=422, email=READER, password=password)
    assert page.one("#email")["value"] == READER
    assert not is_signed_in(browser)


def test_known_and_unknown_addresses_get_the_same_words(browser, other_browser, reader):
    pages = []
    for one, address in ((browser, READER), (other_browser, "someone@example.org")):
        one.open("/account/sign-in/")
        pages.append(one.press("Sign in", status=422, email=address, password="not the password"))
    assert pages[0].text == pages[1].text
    assert "Address and password do not belong together" in pages[0].text


def test_a_disabled_account_stays_closed_and_only_its_owner_is_told(browser, reader, change):
    change(disabled_at=clock.now())
    browser.open("/account/sign-in/")
    page = browser.press("Sign in", status=422, email=READER, password="not the password")
    assert "closed" not in page.text
    page = browser.press("Sign in", status=422, email=READER, password=PASSWORD)
    assert "This account is closed" in page.text
    assert not is_signed_in(browser)


def test_an_unconfirmed_account_stays_closed(app, browser):
    with app.app_context():
        make_account("new@example.com", confirmed=False)
        db.session.commit()
    browser.open("/account/sign-in/")
    browser.press("Sign in", status=422, email="new@example.com", password=PASSWORD)
    assert not is_signed_in(browser)


def test_who_was_sent_to_sign_in_returns_to_where_they_were(browser, reader):
    assert browser.open("/account/password/").title == "Sign in"
    assert browser.press("Sign in", email=READER, password=PASSWORD).title == "A new password"


def test_the_way_back_survives_a_wrong_password(browser, reader):
    browser.open("/account/password/")
    browser.press("Sign in", status=422, email=READER, password="not the password")
    assert browser.press("Sign in", email=READER, password=PASSWORD).title == "A new password"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/account/\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_to_another_site(browser, reader, target):
    browser.open("/account/sign-in/")
    browser.press("Sign in", follow=False, status=302, email=READER, password=PASSWORD, next=target)
    assert browser.page.response.headers["Location"] == "/account/"


def test_a_remembered_browser_stays_for_thirty_days_another_until_it_closes(
    browser, other_browser, reader
):
    sign_in(browser)
    sign_in(other_browser, remember="y")
    assert session_cookie(browser).expires is None
    days = (session_cookie(other_browser).expires - clock.now()).total_seconds() / 86400
    assert 29.9 < days < 30.1


def test_a_planted_session_does_not_become_the_readers(browser, other_browser, reader):
    other_browser.open("/account/sign-in/")
    planted = cookie_of(other_browser)
    carry(browser, planted)
    sign_in(browser)
    assert cookie_of(browser) != planted
    carry(other_browser, planted)
    assert not is_signed_in(other_browser)
    form = {"csrf_token": other_browser.page.token}
    carry(other_browser, cookie_of(browser))
    assert other_browser.client.post("/account/sign-out/", data=form).status_code == 400


def test_each_sign_in_gets_a_secret_of_its_own(browser, other_browser, reader):
    sign_in(browser)
    first = cookie_of(browser)
    sign_in(browser)
    assert cookie_of(browser) != first
    carry(other_browser, first)
    assert not is_signed_in(other_browser)


def test_the_database_holds_no_secret_that_opens_a_session(app, browser, reader, dump):
    sign_in(browser)
    with browser.client.session_transaction() as session:
        secret = session["_user_id"]
    assert secret not in str(dump())


def test_signing_out_needs_a_post(browser, reader):
    sign_in(browser)
    browser.open("/account/sign-out/", status=405)
    assert is_signed_in(browser)


def test_looking_at_public_pages_sets_no_cookie(browser, reader):
    for path in ("/", "/all-stories/", "/search/?q=river"):
        assert "Set-Cookie" not in browser.open(path).response.headers


def test_personal_pages_are_kept_by_no_cache(browser, reader, outbox):
    for path in ("/account/sign-in/", "/account/register/", "/account/forgot/"):
        assert browser.open(path).response.headers["Cache-Control"] == "no-store"
    sign_in(browser)
    for path in ("/account/", "/account/password/", "/account/saved/"):
        assert browser.open(path).response.headers["Cache-Control"] == "no-store"
    register(browser, "someone@example.org")
    assert browser.page.response.headers["Cache-Control"] == "no-store"
