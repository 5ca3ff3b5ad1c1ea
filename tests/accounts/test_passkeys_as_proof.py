"""A passkey as the proof of who one is, and as the second step."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.authenticator import REFUSED, Device, add_passkey, send, sign_in_with
from tests.accounts.steps import is_signed_in, sign_in
from tests.makers import make_account
from webapp import clock
from webapp.accounts.models import AccountSession
from webapp.extensions import db


@pytest.fixture
def proof(app, browser, device):
    """Show a passkey on the page that asks once more who it is."""

    def show(shown):
        form = browser.open("/account/prove/?next=/account/name/").one("[data-passkey]")
        options = send(browser, form["data-options"]).json
        return send(browser, form["data-answer"], credential=shown.show(options)), options

    return show


def test_a_passkey_proves_that_its_owner_is_there(browser, device, proof, read):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in_with(browser, device)
        time.shift(dt.timedelta(minutes=11))
        assert browser.open("/account/passkeys/new/").title == "Is it you?"
        answer, options = proof(device)
        assert answer.json == {"next": "/account/name/"}
        assert len(options["allowCredentials"]) == 1
        assert options["allowCredentials"][0]["transports"] == ["internal", "hybrid"]
        assert browser.open("/account/passkeys/new/").title == "A new passkey"


def test_the_passkey_of_somebody_else_proves_nothing(app, browser, other_browser, device, proof):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    theirs = Device()
    sign_in(other_browser, "someone@example.org")
    add_passkey(other_browser, theirs)
    sign_in_with(browser, device)
    for handle in (theirs.handle, device.handle, b""):
        theirs.handle = handle
        answer, _ = proof(theirs)
        assert (answer.status_code, answer.json) == (422, {"problem": REFUSED})


def step(browser, shown):
    """Show a passkey on the page of the second step."""
    form = browser.page.one("[data-passkey]")
    options = send(browser, form["data-options"]).json
    return send(browser, form["data-answer"], credential=shown.show(options))


def test_a_passkey_is_the_second_step_after_a_password(browser, device, read):
    page = sign_in(browser, path="/account/sign-in/?next=/account/name/")
    assert page.title == "One more step"
    assert "Show your passkey" in page.text
    assert not is_signed_in(browser)
    sign_in(browser, path="/account/sign-in/?next=/account/name/")
    assert step(browser, device).json == {"next": "/account/name/"}
    assert is_signed_in(browser)
    newest = read(select(AccountSession).order_by(AccountSession.id.desc()))[0]
    assert newest.factors == "password+passkey"


def test_the_passkey_of_somebody_else_is_no_second_step(app, browser, other_browser, device):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    theirs = Device()
    sign_in(other_browser, "someone@example.org")
    add_passkey(other_browser, theirs)
    sign_in(browser)
    assert step(browser, theirs).status_code == 422
    assert not is_signed_in(browser)


def test_a_second_step_without_a_first_is_refused(browser, device):
    browser.open("/account/sign-in/")
    answer = send(browser, "/account/second-step/passkey/options/")
    assert answer.status_code == 422
    assert answer.json["problem"].startswith("Sign in again")


def test_a_challenge_for_one_thing_does_not_serve_another(browser, device):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    sign_in_with(browser, device)
    browser.open("/account/prove/")
    answer = send(browser, "/account/prove/passkey/", credential=device.show(options))
    assert answer.status_code == 410
