"""Setting up an authenticator app and recovery codes, proving with them, and removing them."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import time_machine

from tests.accounts.steps import (
    READER,
    carry,
    cookie_of,
    digits,
    is_signed_in,
    sign_in,
)
from tests.makers import PASSWORD, make_authenticator, make_recovery_codes
from webapp import clock
from webapp.accounts.factors import authenticating
from webapp.accounts.models import Account, AccountSession, RecoveryCode
from webapp.extensions import db

LATER = dt.timedelta(minutes=10, seconds=1)
ONE_CODE = re.compile(r"^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$")


@pytest.fixture
def in_use(app, reader):
    """The reader’s authenticator app, with one recovery code."""
    with app.app_context():
        account = db.session.get(Account, reader)
        make_authenticator(account)
        codes = make_recovery_codes(account)
        db.session.commit()
        return codes


def begin(browser):
    browser.open("/account/")
    return browser.press("Set up an authenticator app")


def secret_on(page):
    return page.one("code.secret").get_text().replace(" ", "")


def set_up(browser):
    secret = secret_on(begin(browser))
    return browser.press("Use this app", code=digits(secret=secret)), secret


def test_a_reader_sets_up_an_app_and_gets_ten_codes_once(browser, other_browser, reader, noted):
    sign_in(browser)
    page, secret = set_up(browser)
    assert page.title == "Your recovery codes"
    codes = [code.get_text() for code in page.all(".codes code")]
    assert len(set(codes)) == 10
    assert all(ONE_CODE.match(code) for code in codes)
    assert codes[0] not in browser.open("/account/recovery-codes/").text
    assert "10 recovery codes left" in browser.open("/account/").text
    assert noted() == ["SIGNED_IN", "AUTHENTICATOR_ADDED", "RECOVERY_CODES_MADE"]

    sign_in(other_browser)
    other_browser.press("Go on", code=digits(clock.now() + dt.timedelta(seconds=30), secret))
    assert is_signed_in(other_browser)
    browser.open("/account/")
    browser.press("Sign out")
    sign_in(browser)
    browser.follow("Use a recovery code")
    browser.press("Go on", code=codes[7])
    assert is_signed_in(browser)


def test_the_picture_holds_what_the_text_says(app, browser, reader):
    sign_in(browser)
    page = begin(browser)
    assert page.one("img.qr")["src"].startswith("data:image/svg+xml")
    with app.app_context():
        account = db.session.get(Account, reader)
        found = db.session.scalars(authenticating.authenticator_of(account)).one()
        link = urlsplit(authenticating.link_of(account, found))
    asked = parse_qs(link.query)
    assert link.scheme == "otpauth"
    assert asked["secret"] == [secret_on(page)]
    assert len(asked["secret"][0]) == 32
    assert asked["issuer"] == ["The Astana Times"]
    assert unquote(link.path).endswith(READER)


def test_looking_again_shows_the_same_secret_and_changes_nothing(browser, reader, dump):
    sign_in(browser)
    secret = secret_on(begin(browser))
    before = dump()
    assert secret_on(browser.open("/account/authenticator/")) == secret
    assert dump() == before


def test_an_app_that_was_not_confirmed_is_not_asked_for(browser, other_browser, reader):
    sign_in(browser)
    begin(browser)
    page = browser.press("Use this app", code="000000", status=422)
    assert "That code is not right" in page.text
    assert page.one("img.qr")
    sign_in(other_browser)
    assert is_signed_in(other_browser)


def test_another_app_is_set_up_after_the_first_is_removed_only(browser, reader):
    sign_in(browser)
    begin(browser)
    with_button = browser.page
    browser.open("/account/")
    browser.press("Set up an authenticator app")
    browser.press("Use this app", code=digits(secret=secret_on(browser.page)))
    assert "Set up an authenticator app" not in browser.open("/account/").text
    form = {"csrf_token": with_button.token}
    assert browser.client.post("/account/authenticator/begin/", data=form).status_code == 409
    assert browser.open("/account/authenticator/").title == "My account"


def test_removing_the_app_ends_its_codes_and_signs_out_the_others(
    app, browser, other_browser, reader, in_use, noted
):
    for one, moment in ((other_browser, 0), (browser, 30)):
        sign_in(one)
        one.press("Go on", code=digits(clock.now() + dt.timedelta(seconds=moment)))
    browser.open("/account/authenticator/remove/")
    assert "is removed" in browser.press("Remove the app").text
    assert "AUTHENTICATOR_REMOVED" in noted()
    assert is_signed_in(browser)
    assert not is_signed_in(other_browser)
    with app.app_context():
        assert db.session.query(RecoveryCode).count() == 0
        assert not db.session.query(AccountSession).filter_by(ended_at=None).one().is_strong
    sign_in(other_browser)
    assert is_signed_in(other_browser)


def test_new_codes_end_the_old(browser, other_browser, reader, in_use):
    sign_in(browser)
    browser.press("Go on", code=digits())
    browser.open("/account/recovery-codes/")
    assert browser.press("Make ten new codes").title == "Your recovery codes"
    sign_in(other_browser)
    other_browser.press("Go on", code=in_use[0], status=422)


@pytest.mark.parametrize(
    "path",
    ["/account/authenticator/", "/account/authenticator/remove/", "/account/recovery-codes/"],
)
def test_factors_change_only_for_who_proved_to_be_there(browser, in_use, path):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        browser.press("Go on", code=digits())
        time.shift(LATER)
        assert browser.open(path).title == "Is it you?"
        form = {"csrf_token": browser.page.token}
        answer = browser.client.post(path, data=form)
        assert answer.headers["Location"].startswith("/account/prove/")


@pytest.mark.parametrize("way", ["password", "digits", "recovery code"])
def test_a_password_or_a_code_proves_that_it_is_you(browser, other_browser, in_use, way):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        browser.press("Go on", code=digits())
        carry(other_browser, cookie_of(browser))
        time.shift(LATER)
        browser.open("/account/recovery-codes/")
        browser.press("Go on", status=422)
        fields = {
            "password": {"password": PASSWORD},
            "digits": {"code": digits()},
            "recovery code": {"code": in_use[0]},
        }
        assert browser.press("Go on", **fields[way]).title == "Recovery codes"
        assert not is_signed_in(other_browser)  # the secret that was copied before is no use now


def test_without_codes_the_proof_asks_for_none(browser, reader):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        time.shift(LATER)
        page = browser.open("/account/recovery-codes/")
        assert not page.all("input[name=code]")
        browser.press("Go on", code="000000", status=422)
        assert browser.press("Go on", password=PASSWORD).title == "Recovery codes"


def test_a_session_from_before_the_app_proves_with_the_app_alone(app, browser, reader):
    sign_in(browser)
    with app.app_context():
        make_authenticator(db.session.get(Account, reader))
        db.session.commit()
    page = browser.open("/account/authenticator/remove/")
    assert page.title == "Is it you?"
    assert not page.all("input[name=password]")
    browser.press("Go on", password=PASSWORD, status=422)
    assert browser.press("Go on", code=digits()).title == "Remove the authenticator app"
