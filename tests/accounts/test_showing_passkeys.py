from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.accounts.authenticator import SCRIPT, Device, add_passkey, send, sign_in_with
from tests.accounts.steps import READER, cookie_of, is_signed_in, sign_in
from tests.makers import make_account
from webapp import clock
from webapp.accounts.models import AccountSession, Passkey, SecurityEvent
from webapp.extensions import db


def test_a_passkey_signs_in_alone(browser, device, read):
    answer = sign_in_with(browser, device)
    assert browser.open(answer.json["next"]).title == "My account"
    [passkey] = read(select(Passkey))
    assert passkey.last_used_at
    newest = read(select(AccountSession).order_by(AccountSession.id.desc()))[0]
    assert newest.factors == "passkey"
    noted = read(select(SecurityEvent).order_by(SecurityEvent.id.desc()))[0]
    assert (noted.what, noted.detail) == ("SIGNED_IN", "passkey")


def test_the_browser_is_asked_for_any_passkey_and_told_of_no_account(browser, device):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []


@pytest.mark.parametrize("remember", [True, False])
def test_staying_signed_in_is_asked_for_apart(browser, device, read, remember):
    sign_in_with(browser, device, remember=remember)
    newest = read(select(AccountSession).order_by(AccountSession.id.desc()))[0]
    lasts = newest.expires_at - newest.started_at
    assert (lasts > dt.timedelta(days=2)) == remember


def test_who_was_sent_to_sign_in_returns_to_where_they_were(browser, device):
    form = browser.open("/account/password/").one("[data-passkey]")
    options = send(browser, form["data-options"]).json
    answer = send(browser, form["data-answer"], credential=device.show(options))
    assert answer.json == {"next": "/account/password/"}


def test_two_tabs_have_a_challenge_each(browser, device):
    browser.open("/account/sign-in/")
    first = send(browser, "/account/sign-in/passkey/options/").json
    send(browser, "/account/sign-in/passkey/options/")
    answer = send(browser, "/account/sign-in/passkey/", credential=device.show(first))
    assert answer.status_code == 200


def test_a_device_without_a_counter_signs_in_again_and_again(browser, device):
    for _ in range(2):
        sign_in_with(browser, device)
        browser.open("/account/")
        browser.press("Sign out")


def test_a_disabled_account_stays_closed(browser, device, change):
    change(disabled_at=clock.now())
    answer = sign_in_with(browser, device, status=422)
    assert "This account is closed" in answer.json["problem"]
    assert not is_signed_in(browser)


def test_the_host_header_decides_nothing(app, browser, device):
    browser.open("/account/sign-in/")
    token = browser.page.token
    headers = {"Host": "127.0.0.1:5555", "Cookie": f"masthead={cookie_of(browser)}"}
    answer = app.test_client(use_cookies=False).post(
        "/account/sign-in/passkey/options/",
        json={},
        headers=SCRIPT | headers | {"X-CSRFToken": token},
    )
    assert answer.json["rpId"] == "localhost"


def test_where_the_address_is_a_number_no_passkeys_are_offered(app, browser, reader):
    app.config["PUBLIC_URL"] = "http://127.0.0.1:8000"
    page = browser.open("/account/sign-in/")
    assert not page.all("[data-passkey], script[src*=passkeys]")
    answer = send(browser, "/account/sign-in/passkey/options/")
    assert answer.status_code == 404
    assert answer.json["problem"].startswith("Passkeys need a site with a name")
    sign_in(browser)
    assert "Passkeys need a site with a name" in browser.open("/account/").text


def test_pages_may_use_passkeys_and_frames_may_not(browser):
    policy = browser.open("/").response.headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy


def test_accounts_differ_in_their_handles(app, browser, other_browser, device, account):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    sign_in(other_browser, "someone@example.org")
    add_passkey(other_browser, Device())
    assert account(READER).passkey_handle != account("someone@example.org").passkey_handle
