"""How often codes may be guessed, and under which key the secret behind them is kept."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.steps import READER, digits, is_signed_in, second_step, sign_in
from webapp import clock
from webapp.accounts import proving
from webapp.accounts.factors import authenticating
from webapp.accounts.factors.authenticating import WrongCode
from webapp.accounts.models import Account
from webapp.extensions import db
from webapp.web import Visit

HALF_MINUTE = dt.timedelta(seconds=30)
VISIT = Visit("127.0.0.1", "a test")


@pytest.fixture
def settings(settings):
    return settings | {"RATELIMIT_ENABLED": True}


def test_after_five_wrong_digits_even_right_ones_have_to_wait(browser, careful):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        for _ in range(5):
            second_step(browser, "000000", status=422)
        page = second_step(browser, digits(), status=422)
        assert "wait five minutes" in page.text
        time.shift(dt.timedelta(minutes=5, seconds=1))
        second_step(browser, digits())
        assert is_signed_in(browser)


def test_who_guesses_digits_keeps_nobody_from_a_recovery_code(browser, careful):
    sign_in(browser)
    for _ in range(6):
        second_step(browser, "000000", status=422)
    second_step(browser, careful[0])
    assert is_signed_in(browser)


def test_right_digits_let_the_count_begin_anew(app, careful):
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as time:
        account = db.session.query(Account).filter_by(email=READER).one()
        for _ in range(3):
            for _ in range(4):
                with pytest.raises(WrongCode):
                    proving.accept_code(account, "000000", VISIT)
            proving.accept_code(account, digits(), VISIT)
            time.shift(HALF_MINUTE)


def test_a_day_of_guessing_ends_with_the_day(app, careful):
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as time:
        account = db.session.query(Account).filter_by(email=READER).one()
        for _ in range(30):
            with pytest.raises(WrongCode):
                proving.accept_code(account, "000000", VISIT)
            time.shift(dt.timedelta(minutes=2))
        with pytest.raises(proving.trying.TooManyToday):
            proving.accept_code(account, digits(), VISIT)
        time.shift(dt.timedelta(days=1))
        proving.accept_code(account, digits(), VISIT)


def test_secrets_move_under_the_newest_key(app, careful):
    with app.app_context():
        before = db.session.scalars(db.select(authenticating.Authenticator.secret)).one()
        app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
        app.config["SECRET_KEY"] = "a-newer-key"
        account = db.session.query(Account).filter_by(email=READER).one()
        proving.accept_code(account, digits(), VISIT)
        db.session.commit()
        authenticating.encipher_anew()
        after = db.session.scalars(db.select(authenticating.Authenticator.secret)).one()
        assert after != before
        app.config["SECRET_KEY_FALLBACKS"] = []
        proving.accept_code(account, digits(clock.now() + HALF_MINUTE), VISIT)
        app.config["SECRET_KEY"] = "a key that never was"
        with time_machine.travel(clock.now() + dt.timedelta(minutes=5)), pytest.raises(WrongCode):
            proving.accept_code(account, digits(), VISIT)
