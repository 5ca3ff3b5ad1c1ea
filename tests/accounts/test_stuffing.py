"""Ten thousand stolen pairs tried from several networks in two hours, on two processes' apps."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import time_machine
from argon2 import PasswordHasher

from tests.accounts.steps import READER, is_signed_in, link_in, sign_in
from tests.browser import SAME_ORIGIN, Page
from tests.conftest import SETTINGS
from webapp import clock, create_app
from webapp.accounts import signing_in
from webapp.accounts.passwords import slowing
from webapp.extensions import db
from webapp.web import Visit

TRIES, LASTS = 10_000, dt.timedelta(hours=2)
NETWORKS = ["198.51.100.7", "203.0.113.9", "2001:db8:1::", "2001:db8:2::"]
# Fifty free and five waits that double; then one in a quarter of an hour.
MOST_OF_A_NETWORK = 50 + 5 + 8
MOST_AT_AN_ADDRESS = 5 + 5 + 8
A_WHILE = dt.timedelta(minutes=10)
BOT = SAME_ORIGIN | {"Accept": "application/json"}


@pytest.fixture
def settings(database_url):
    """Limits are on, and a proxy in front says where requests come from."""
    return SETTINGS | {"DATABASE_URL": database_url, "TRUSTED_PROXIES": 1}


@pytest.fixture
def second_app(settings, tmp_path, app):
    """Another process on the same database."""
    other = create_app(tmp_path / "instance", settings)
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def checked(monkeypatch):
    """How many passwords were looked at: how often argon2 was asked; it still answers."""
    count, verify = Counter(), PasswordHasher.verify

    def counted(hasher, stored, password):
        count["checks"] += 1
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return count


def stuff(apps, pairs, moved):
    """Try each address, network and password in turn, evenly over the time; how each went."""
    went = Counter()
    for number, (address, network) in enumerate(pairs):
        moved(LASTS / TRIES)
        with apps[number % 2].app_context():
            try:
                signing_in.account_with(address, "stolen elsewhere", Visit(network, "bot"), "")
            except (slowing.TriesSlowed, signing_in.NotSignedIn) as outcome:
                went[type(outcome)] += 1
                db.session.commit()
    return went


def test_of_ten_thousand_tries_a_few_hundred_are_looked_at(
    app, second_app, browser, reader, outbox, checked, capsys
):
    browser.open("/account/sign-in/")
    sign_in(browser)
    browser.press("Sign out")
    checked.clear()
    pairs = [(f"person{n % 500}@example.org", NETWORKS[n % 4]) for n in range(TRIES)]
    with time_machine.travel(clock.now(), tick=False) as traveller:
        went = stuff((app, second_app), pairs, traveller.shift)
    assert went.total() == TRIES
    assert went[signing_in.NotSignedIn] == checked["checks"]
    assert checked["checks"] <= MOST_OF_A_NETWORK * len(NETWORKS)
    with capsys.disabled():
        print(f"\n{checked['checks']} of {TRIES} passwords looked at", end=" ")


def test_the_owner_signs_in_while_all_the_world_guesses(
    app, second_app, browser, other_browser, reader, outbox, checked
):
    sign_in(browser)
    browser.press("Sign out")
    checked.clear()
    pairs = [(READER, f"10.{n // 250}.{n % 250}.1") for n in range(1000)]
    with time_machine.travel(clock.now(), tick=False) as traveller:
        stuff((app, second_app), pairs, lambda _: traveller.shift(LASTS / 1000))
        assert checked["checks"] <= MOST_AT_AN_ADDRESS
        sign_in(browser)
        assert is_signed_in(browser)
        come_in_by_mail(other_browser, outbox)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_through_the_form_too_and_a_mailed_link_lets_the_owner_in_meanwhile(
    app, other_browser, reader, outbox, checked, capsys
):
    """In ten minutes: the limit on requests and the slowing of tries work together.

    On one database, as it takes most of a minute; how each of them counts is tested above.
    """
    client = app.test_client()
    page = Page(client.get("/account/sign-in/"), "/account/sign-in/")
    went = Counter()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for number in range(TRIES):
            traveller.shift(A_WHILE / TRIES)
            email = f"person{number % 501}@example.org" if number % 11 else READER
            answer = client.post(
                "/account/sign-in/",
                data={"csrf_token": page.token, "email": email, "password": "stolen elsewhere"},
                headers=BOT | {"X-Forwarded-For": NETWORKS[number % 4]},
            )
            went[answer.status_code] += 1
            if number == 400:
                come_in_by_mail(other_browser, outbox)
        assert is_signed_in(other_browser)
    assert set(went) == {422, 429}
    assert went[422] == checked["checks"] <= MOST_OF_A_NETWORK * len(NETWORKS)
    with capsys.disabled():
        print(f"\n{went[422]} of {TRIES} passwords looked at", end=" ")


def come_in_by_mail(browser, outbox):
    """The right password has to wait; a mailed link does not."""
    sign_in(browser, status=429)
    browser.open("/account/sign-in/mail/")
    browser.press("Mail me a code", email=READER)
    browser.open(link_in(outbox()[-1]))
    browser.press("Sign in")
    assert is_signed_in(browser)
