"""The second step of signing in, with digits of an app and with recovery codes."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine

from tests.accounts.steps import (
    READER,
    carry,
    cookie_of,
    digits,
    is_signed_in,
    second_step,
    sign_in,
)
from tests.makers import SECRET, make_account, make_authenticator
from webapp import clock
from webapp.accounts import proving
from webapp.accounts.factors.authenticating import WrongCode
from webapp.accounts.models import Account
from webapp.extensions import db
from webapp.web import Visit

HALF_MINUTE = dt.timedelta(seconds=30)
VISIT = Visit("127.0.0.1", "a test")


def test_the_password_alone_opens_nothing_the_digits_do(browser, careful, noted):
    page = sign_in(browser, path="/account/sign-in/?next=/account/password/")
    assert page.title == "One more step"
    assert not is_signed_in(browser)
    browser.open("/account/second-step/?next=/account/password/")
    assert second_step(browser, digits()).title == "A new password"
    assert is_signed_in(browser)
    assert noted() == ["SIGNED_IN"]


@pytest.mark.parametrize("typed", ["{} {}", " {}-{} ", "{}{}"])
def test_digits_are_taken_however_they_are_typed(browser, careful, typed):
    sign_in(browser)
    now = digits()
    second_step(browser, typed.format(now[:3], now[3:]))
    assert is_signed_in(browser)


def test_digits_open_an_account_once(browser, other_browser, careful):
    with time_machine.travel(clock.now(), tick=False):
        sign_in(browser)
        sign_in(other_browser)
        second_step(browser, digits())
        page = second_step(other_browser, digits(), status=422)
        assert "was used before" in page.text
        assert not is_signed_in(other_browser)


@pytest.mark.parametrize(("steps_off", "status"), [(-2, 422), (-1, 200), (1, 200), (2, 422)])
def test_a_clock_may_be_off_by_one_step(browser, careful, steps_off, status):
    with time_machine.travel(clock.now(), tick=False):
        sign_in(browser)
        second_step(browser, digits(clock.now() + steps_off * HALF_MINUTE), status=status)


def test_digits_older_than_those_used_are_refused(browser, other_browser, careful):
    with time_machine.travel(clock.now(), tick=False):
        sign_in(browser)
        sign_in(other_browser)
        second_step(browser, digits(clock.now() + HALF_MINUTE))
        second_step(other_browser, digits(), status=422)


def test_a_recovery_code_opens_an_account_once(browser, other_browser, careful, noted):
    sign_in(browser)
    sign_in(other_browser)
    browser.follow("Use a recovery code")
    second_step(browser, careful[0].upper().replace("-", " "))
    assert "1 recovery code left" in browser.open("/account/").text
    second_step(other_browser, careful[0], status=422)
    second_step(other_browser, careful[1])
    assert is_signed_in(other_browser)
    assert noted().count("RECOVERY_CODE_USED") == 2


@pytest.mark.parametrize("code", ["000000", "12345", "", "aaaa-bbbb-cccc", "1234567", "é" * 6])
def test_a_wrong_code_is_refused_in_one_sentence_and_the_step_stays(browser, careful, code, noted):
    sign_in(browser)
    page = second_step(browser, code, status=422)
    assert page.title == "One more step"
    assert page.one(".field__error")
    assert not is_signed_in(browser)
    browser.open("/account/second-step/")
    second_step(browser, digits())
    assert is_signed_in(browser)


def test_a_refused_code_is_written_down(browser, careful, noted):
    sign_in(browser)
    second_step(browser, "000000", status=422)
    assert noted() == ["SIGN_IN_FAILED"]


def test_the_step_has_to_follow_within_ten_minutes(browser, careful):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        time.shift(dt.timedelta(minutes=10, seconds=1))
        page = second_step(browser, digits())
        assert page.title == "Sign in"
        assert "within ten minutes" in page.text


@pytest.mark.parametrize("changed", ["link_version", "disabled_at", "confirmed_at"])
def test_the_step_ends_when_the_account_changes(browser, careful, change, changed):
    values = {"link_version": 1, "disabled_at": clock.now(), "confirmed_at": None}
    sign_in(browser)
    change(**{changed: values[changed]})
    assert second_step(browser, digits()).title == "Sign in"
    assert not is_signed_in(browser)


@pytest.mark.parametrize("where", [3, 20, -4])
def test_an_altered_cookie_is_nobody_half_way(browser, careful, where):
    sign_in(browser)
    cookie = cookie_of(browser)
    place = where % len(cookie)
    letter = "A" if cookie[place] != "A" else "B"
    carry(browser, cookie[:place] + letter + cookie[place + 1 :])
    assert browser.open("/account/second-step/").title == "Sign in"


def test_without_a_first_step_there_is_no_second(browser, careful):
    assert browser.open("/account/second-step/").title == "Sign in"


def test_the_second_step_of_one_account_takes_no_digits_of_another(app, browser, careful):
    with app.app_context():
        somebody = make_account("someone@example.org")
        make_authenticator(somebody, "KRSXG5CTMVRXEZLUKN2XAZLSONSWG4TF")
        db.session.commit()
    sign_in(browser, "someone@example.org")
    second_step(browser, digits(), status=422)
    second_step(browser, careful[0], status=422)
    assert not is_signed_in(browser)


def at_once(app, code):
    """Bring the same code twice at the same moment; what each got."""
    start, results = threading.Barrier(2), []

    def bring():
        with app.app_context():
            account = db.session.query(Account).filter_by(email=READER).one()
            db.session.rollback()
            start.wait()
            try:
                proving.accept_code(account, code, VISIT)
                db.session.commit()
                results.append("in")
            except WrongCode:
                db.session.rollback()
                results.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_of_two_with_the_same_digits_at_once_one_gets_in(app, careful):
    assert at_once(app, digits()) == ["in", "refused"]


def test_of_two_with_the_same_recovery_code_at_once_one_gets_in(app, careful):
    assert at_once(app, careful[0]) == ["in", "refused"]


def test_secrets_and_codes_are_not_readable_in_the_tables(careful, dump):
    tables = dump()
    assert SECRET not in str(tables)
    assert all("$argon2id$" in row for row in tables["recovery_codes"])
    assert not any(code.replace("-", "") in str(tables) for code in careful)
