"""Answers of passkeys that are bent, late, replayed or nonsense."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.accounts.authenticator import REFUSED, SCRIPT, Device, send, sign_in_with
from tests.accounts.steps import carry, cookie_of, is_signed_in
from tests.browser import Browser
from webapp import clock
from webapp.accounts.models import AccountSession, Passkey, SecurityEvent


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://localhost"},
        {"domain": "evil.example"},
        {"flags": 0x01},
        {"flags": 0x04},
        {"handle": b""},
        {"handle": b"x" * 64},
        {"credential_id": b"nobody knows it"},
        {"more": {"type": "webauthn.create"}},
        {"more": {"crossOrigin": True}},
    ],
    ids=str,
)
def test_a_wrong_answer_opens_nothing(browser, device, bent):
    for name, value in bent.items():
        setattr(device, name, value)
    answer = sign_in_with(browser, device, status=422)
    assert answer.json == {"problem": REFUSED}
    assert not is_signed_in(browser)


def test_the_signature_of_another_key_opens_nothing(browser, device):
    device.key = Device().key
    sign_in_with(browser, device, status=422)
    assert not is_signed_in(browser)


def test_a_challenge_of_ones_own_opens_nothing(browser, device):
    device.challenge = "bXkgb3duIGNoYWxsZW5nZQ"
    answer = sign_in_with(browser, device, status=410)
    assert answer.json["problem"].startswith("That took too long")
    assert not is_signed_in(browser)


def test_a_recorded_answer_with_its_own_cookie_opens_nothing(browser, other_browser, device):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    cookie, answer = cookie_of(browser), device.show(options)
    token = {"X-CSRFToken": browser.page.token}
    send(browser, "/account/sign-in/passkey/", credential=answer)
    assert is_signed_in(browser)
    carry(other_browser, cookie)
    again = other_browser.client.post(
        "/account/sign-in/passkey/", json={"credential": answer}, headers=SCRIPT | token
    )
    assert again.status_code == 410
    assert not is_signed_in(other_browser)


def test_an_answer_from_another_browser_opens_nothing(browser, other_browser, device):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    other_browser.open("/account/sign-in/")
    send(other_browser, "/account/sign-in/passkey/options/")
    answer = send(other_browser, "/account/sign-in/passkey/", credential=device.show(options))
    assert answer.status_code == 410
    assert not is_signed_in(other_browser)


def test_a_challenge_ends_after_five_minutes(browser, device):
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.open("/account/sign-in/")
        options = send(browser, "/account/sign-in/passkey/options/").json
        time.shift(dt.timedelta(minutes=5, seconds=1))
        answer = send(browser, "/account/sign-in/passkey/", credential=device.show(options))
    assert answer.status_code == 410
    assert not is_signed_in(browser)


def test_a_refused_answer_uses_its_challenge_up(browser, device):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    wrong = Device(handle=device.handle).show(options)
    assert send(browser, "/account/sign-in/passkey/", credential=wrong).status_code == 422
    right = device.show(options)
    assert send(browser, "/account/sign-in/passkey/", credential=right).status_code == 410


@pytest.mark.parametrize("counter", [4, 5])
def test_a_counter_that_does_not_grow_is_refused_and_noted(browser, device, read, counter):
    device.counter = 5
    sign_in_with(browser, device)
    browser.open("/account/")
    browser.press("Sign out")
    device.counter = counter
    sign_in_with(browser, device, status=422)
    assert not is_signed_in(browser)
    noted = read(select(SecurityEvent).order_by(SecurityEvent.id.desc()))[0]
    assert (noted.what, noted.detail) == ("SIGN_IN_FAILED", "passkey A browser: may be copied")
    assert read(select(Passkey))[0].sign_count == 5
    device.counter = 6
    sign_in_with(browser, device)


def test_of_two_answers_to_one_challenge_at_once_one_enters(app, browser, device, read):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    token = {"X-CSRFToken": browser.page.token}
    both, start, seen = [Browser(app), Browser(app)], threading.Barrier(2), []
    before = len(read(select(AccountSession)))

    def press(one):
        carry(one, cookie_of(browser))
        body = {"credential": device.show(options)}
        start.wait()
        answer = one.client.post("/account/sign-in/passkey/", json=body, headers=SCRIPT | token)
        seen.append(answer.status_code)

    threads = [threading.Thread(target=press, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [200, 410]
    assert len(read(select(AccountSession))) == before + 1


JUNK = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from(["AA", "é", "_w", "eyJ9"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


PARTS = st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "userHandle"])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(part=st.none() | PARTS, junk=JUNK)
def test_junk_in_an_answer_is_refused_and_never_breaks(browser, device, part, junk):
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    credential = device.show(options)
    if part is None:
        credential = junk
    else:
        credential["response"][part] = junk
    answer = send(browser, "/account/sign-in/passkey/", credential=credential)
    assert answer.status_code in {410, 422}
    assert answer.json["problem"].endswith(".")
