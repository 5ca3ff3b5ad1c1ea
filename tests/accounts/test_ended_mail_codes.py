"""Mailed codes that open nothing any more, or never did."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.mail_codes import WRONG, ask, digits_in, type_in
from tests.accounts.steps import (
    READER,
    carry,
    cookie_of,
    link_in,
)
from webapp import clock
from webapp.accounts.factors import mailing_codes


def test_a_code_works_once(browser, other_browser, reader, outbox, codes):
    ask(browser)
    mail, cookie = outbox()[0], cookie_of(browser)
    type_in(browser, digits_in(mail))
    assert codes()[0].used_at
    carry(other_browser, cookie)
    assert WRONG in type_in(other_browser, digits_in(mail), status=422).text
    assert other_browser.open(link_in(mail), status=410).title == "This link no longer works"


def test_a_pressed_link_uses_up_the_digits(browser, other_browser, reader, outbox):
    ask(browser)
    mail, cookie = outbox()[0], cookie_of(browser)
    browser.open(link_in(mail))
    browser.press("Sign in")
    carry(other_browser, cookie)
    assert WRONG in type_in(other_browser, digits_in(mail), status=422).text


def test_a_code_ends_after_ten_minutes(browser, reader, outbox):
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(browser)
        time.shift(dt.timedelta(minutes=10, seconds=1))
        assert WRONG in type_in(browser, digits_in(outbox()[0]), status=422).text
        browser.open(link_in(outbox()[0]), status=410)


def test_five_wrong_tries_end_a_code(browser, reader, outbox, codes):
    ask(browser)
    digits = digits_in(outbox()[0])
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(5):
        type_in(browser, wrong, status=422)
    assert codes()[0].tries == 5
    assert WRONG in type_in(browser, digits, status=422).text
    browser.open(link_in(outbox()[0]), status=410)


def test_the_fifth_try_may_be_right(browser, reader, outbox):
    ask(browser)
    digits = digits_in(outbox()[0])
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(4):
        type_in(browser, wrong, status=422)
    assert type_in(browser, digits).title == "My account"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "½½½½½½", "x" * 101])
def test_what_is_no_code_gets_a_sentence(browser, reader, typed):
    ask(browser)
    page = type_in(browser, typed, status=422)
    assert page.one("#code-error").get_text().endswith(".")


def test_asking_again_ends_the_earlier_code(browser, reader, outbox):
    ask(browser)
    ask(browser)
    first, second = outbox()
    if digits_in(first) != digits_in(second):
        assert WRONG in type_in(browser, digits_in(first), status=422).text
    browser.open(link_in(first), status=410)
    assert type_in(browser, digits_in(second)).title == "My account"


def test_a_stranger_who_asks_ends_nothing_of_the_owners(browser, other_browser, reader, outbox):
    ask(browser)
    ask(other_browser)
    assert type_in(browser, digits_in(outbox()[0])).title == "My account"


def test_an_altered_link_lets_nobody_in(browser, reader, outbox):
    ask(browser)
    link = link_in(outbox()[0])
    browser.open(link[:-2] + ("A" if link[-2] != "A" else "B") + "/", status=404)


def test_a_link_of_another_purpose_lets_nobody_in(browser, reader, outbox):
    browser.open("/account/forgot/")
    browser.press("Send me a link", email=READER)
    token = link_in(outbox()[0]).split("/")[-2]
    browser.open(f"/account/sign-in/code/{token}/", status=404)


@pytest.mark.parametrize(
    "changed",
    [
        {"link_version": 7},  # as after a changed password
        {"email": "moved@example.com"},
        {"disabled_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
    ids=str,
)
def test_a_code_ends_when_its_account_changes(browser, reader, outbox, change, changed):
    ask(browser)
    change(**changed)
    assert WRONG in type_in(browser, digits_in(outbox()[0]), status=422).text
    browser.open(link_in(outbox()[0]), status=410)


def test_old_codes_are_forgotten(app, browser, reader, codes):
    ask(browser)
    with app.app_context():
        mailing_codes.forget_old()
        assert len(codes()) == 1
        with time_machine.travel(clock.now() + dt.timedelta(days=1, minutes=11)):
            mailing_codes.forget_old()
    assert not codes()
