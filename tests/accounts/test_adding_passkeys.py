from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.authenticator import Device, add_passkey, decoded, send, sign_in_with
from tests.accounts.steps import READER, sign_in
from tests.makers import make_account
from webapp import clock
from webapp.accounts.factors import adding_passkeys
from webapp.accounts.models import Passkey, SecurityEvent
from webapp.extensions import db

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/120 Mobile Safari/537"


@pytest.fixture
def passkeys(app):
    """Every passkey, read afresh."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(Passkey).order_by(Passkey.id)))

    return read


@pytest.fixture
def events(app):
    """What was noted about passkeys."""

    def read():
        with app.app_context():
            noted = select(SecurityEvent).order_by(SecurityEvent.id)
            return [(e.what, e.detail) for e in db.session.scalars(noted) if "PASSKEY" in e.what]

    return read


def test_a_reader_adds_a_passkey(browser, reader, account, passkeys, events):
    browser.client.environ_base["HTTP_USER_AGENT"] = ANDROID
    sign_in(browser)
    device = Device()
    answer = add_passkey(browser, device)
    page = browser.open(answer.json["next"])
    assert "Your passkey is ready." in page.text
    assert page.one("#name")["value"] == "Chrome on Android"
    [made] = passkeys()
    assert made.credential_id == device.credential_id
    assert made.transports == "internal hybrid"
    assert account().passkey_handle == device.handle
    assert events() == [("PASSKEY_ADDED", "Chrome on Android")]
    assert "not used yet" in browser.open("/account/").text


def test_the_browser_is_asked_for_what_signs_in_by_itself(browser, reader, account):
    sign_in(browser)
    add_passkey(browser, Device())
    browser.open("/account/passkeys/new/")
    options = send(browser, "/account/passkeys/options/").json
    assert options["rp"] == {"id": "localhost", "name": "The Astana Times"}
    wanted = options["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert options["attestation"] == "none"
    assert len(options["excludeCredentials"]) == 1
    assert len(decoded(options["challenge"])) == 32
    handle = decoded(options["user"]["id"])
    assert len(handle) == 64
    assert handle == account().passkey_handle
    assert READER.encode() not in handle


def test_a_second_passkey_gets_a_name_of_its_own(browser, reader, passkeys):
    sign_in(browser)
    add_passkey(browser, Device())
    add_passkey(browser, Device())
    assert [one.name for one in passkeys()] == ["A browser", "A browser (2)"]


def test_a_passkey_is_renamed(browser, reader, passkeys):
    sign_in(browser)
    browser.open(add_passkey(browser, Device()).json["next"])
    browser.press("Save the name", status=422, name=" ")
    page = browser.press("Save the name", name="My  telephone")
    assert "The name of your passkey is saved." in page.text
    assert "My telephone" in page.text
    assert passkeys()[0].name == "My telephone"


def test_a_removed_passkey_opens_nothing(browser, other_browser, reader, passkeys, events):
    sign_in(browser)
    device = Device()
    add_passkey(browser, device)
    browser.open("/account/")
    page = browser.press("Remove")
    assert "The passkey “A browser” is removed." in page.text
    assert not passkeys()
    assert events()[-1] == ("PASSKEY_REMOVED", "A browser")
    sign_in_with(other_browser, device, status=422)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/account/passkeys/new/", "get"),
        ("/account/passkeys/options/", "post"),
        ("/account/passkeys/", "post"),
        ("/account/passkeys/1/remove/", "post"),
    ],
)
def test_passkeys_change_only_by_who_was_there_lately(browser, reader, passkeys, path, method):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        add_passkey(browser, Device())
        browser.open("/account/")
        token = browser.page.token
        time.shift(dt.timedelta(minutes=11))
        answer = browser.client.open(path, method=method, headers={"X-CSRFToken": token})
    assert answer.status_code == 302
    assert answer.location.startswith("/account/prove/")
    assert len(passkeys()) == 1


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"domain": "evil.example"},
        {"flags": 0x01},  # no finger, no face, no PIN
        {"flags": 0x04},  # nobody there
        {"more": {"type": "webauthn.get"}},
    ],
    ids=str,
)
def test_a_passkey_made_wrongly_is_not_added(browser, reader, passkeys, bent):
    sign_in(browser)
    answer = add_passkey(browser, Device(**bent), status=422)
    assert answer.json == {"problem": adding_passkeys.PasskeyNotAdded.sentence}
    assert not passkeys()


@pytest.mark.parametrize("bent", [{"challenge": "AAAA"}, {"challenge": ""}], ids=str)
def test_a_challenge_is_answered_once_and_by_its_own_bytes(browser, reader, passkeys, bent):
    sign_in(browser)
    browser.open("/account/passkeys/new/")
    options = send(browser, "/account/passkeys/options/").json
    used = send(browser, "/account/passkeys/", credential=Device().make(options))
    assert used.status_code == 200
    again = send(browser, "/account/passkeys/", credential=Device(**bent).make(options))
    assert again.status_code == 410
    assert len(passkeys()) == 1


def test_a_challenge_of_the_sign_in_page_adds_nothing(browser, reader, passkeys):
    sign_in(browser)
    browser.open("/account/passkeys/new/")
    handle = send(browser, "/account/passkeys/options/").json["user"]
    options = send(browser, "/account/sign-in/passkey/options/").json | {"user": handle}
    answer = send(browser, "/account/passkeys/", credential=Device().make(options))
    assert answer.status_code == 410
    assert not passkeys()


def test_a_passkey_somebody_has_already_is_not_added_again(app, browser, other_browser, reader):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    device = Device()
    sign_in(browser)
    add_passkey(browser, device)
    sign_in(other_browser, "someone@example.org")
    add_passkey(other_browser, device, status=422)


def test_nobody_touches_a_passkey_of_somebody_else(app, browser, other_browser, reader, passkeys):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    sign_in(browser)
    theirs = add_passkey(browser, Device()).json["next"]
    sign_in(other_browser, "someone@example.org")
    other_browser.open(theirs, status=404)
    other_browser.open("/account/")
    token = {"csrf_token": other_browser.page.token}
    assert other_browser.client.post(theirs + "remove/", data=token).status_code == 404
    assert other_browser.client.post(theirs, data=token | {"name": "x"}).status_code == 404
    assert passkeys()[0].name == "A browser"


def test_there_is_an_end_to_passkeys(browser, reader):
    sign_in(browser)
    for _ in range(adding_passkeys.MOST_PASSKEYS):
        add_passkey(browser, Device())
    answer = send(browser, "/account/passkeys/options/")
    assert answer.status_code == 409
    assert answer.json["problem"].startswith("An account has at most 20 passkeys")


@pytest.mark.parametrize("said", [None, [], "x", {}, {"response": []}, {"response": {}}])
def test_what_is_no_answer_is_refused_in_a_sentence(browser, reader, said):
    sign_in(browser)
    browser.open("/account/passkeys/new/")
    answer = send(browser, "/account/passkeys/", credential=said)
    assert answer.status_code == 422
    assert answer.json["problem"].endswith(".")


def test_a_token_is_asked_for_and_the_refusal_is_a_sentence(browser, reader):
    sign_in(browser)
    answer = browser.client.post(
        "/account/passkeys/options/", json={}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json["problem"].startswith("Go back, load the page again")
