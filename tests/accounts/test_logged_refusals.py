"""Whatever an account refuses is in the log: by which outcome, by which factor, of which account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.accounts import mail_codes
from tests.accounts.authenticator import Device, sign_in_with
from tests.accounts.steps import READER, enter, second_step, sign_in
from tests.browser import Browser
from tests.makers import PASSWORD, make_account
from webapp.accounts.models import AccountSession
from webapp.extensions import db

WRONG = "a password that is not it"


@pytest.fixture
def told(logged):
    """Why, whose account and which factor, of every refusal."""

    def read():
        return [(one["why"], one.get("account"), one.get("factor")) for one in logged("refused")]

    return read


def test_a_wrong_code_of_the_second_step(browser, careful, account, told):
    sign_in(browser)
    second_step(browser, "000000", status=422)
    assert told() == [("WrongCode", account().id, "code")]


def test_wrong_digits_of_a_mail(browser, reader, told):
    mail_codes.ask(browser)
    mail_codes.type_in(browser, "000000", status=422)
    assert told() == [("WrongCode", None, "mail")]


def test_a_passkey_nobody_has(browser, reader, told):
    sign_in_with(browser, Device(handle=b"nobody"), status=422)
    assert told() == [("PasskeyRefused", None, "passkey")]


def test_the_password_asked_for_once_more(browser, reader, told):
    enter(browser)
    browser.open("/account/password/")
    browser.press(
        "Save the new password",
        status=422,
        current_password=WRONG,
        password="another long enough one",
    )
    assert told() == [("WrongPassword", reader, "password")]


@pytest.mark.parametrize(
    ("columns", "why"),
    [({"disabled_at": True}, "AccountDisabled"), ({"confirmed_at": None}, "NotConfirmed")],
)
def test_a_right_password_of_an_account_that_is_not_open(
    app, browser, reader, change, account, told, columns, why
):
    moment = account().confirmed_at
    change(**{name: value and moment for name, value in columns.items()})
    sign_in(browser, status=422)
    assert told() == [(why, reader, "password")]


class TestWithLimits:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"RATELIMIT_ENABLED": True}

    def test_tries_that_are_slowed(self, browser, reader, told):
        for _ in range(5):
            sign_in(browser, password=WRONG, status=422)
        sign_in(browser, password=PASSWORD, status=429)
        assert told()[-1] == ("TriesSlowed", None, None)

    def test_a_network_that_asks_too_often(self, browser, told):
        form = {"csrf_token": browser.open("/account/forgot/").token, "email": "a@example.com"}
        answers = [browser.client.post("/account/forgot/", data=form) for _ in range(31)]
        assert answers[-1].status_code == 429
        assert told()[-1][0] == "RateLimitExceeded"
        assert ("EnoughMails", None, None) in told()


def test_a_row_of_somebody_else_is_logged(app, browser, reader, logged, filled):
    with filled():
        make_account("second@example.com")
    other = Browser(app)
    sign_in(other, "second@example.com")
    with app.app_context():
        theirs = db.session.scalars(select(AccountSession.id)).one()
    enter(browser, READER)
    token = browser.open("/account/").token
    browser.client.post(f"/account/sessions/{theirs}/end/", data={"csrf_token": token})
    (line,) = logged("refused")
    assert (line["why"], line["by"]) == ("NoSuchSession", reader)


def test_what_is_not_there_behind_a_guard_is_logged_and_elsewhere_is_not(browser, reader, logged):
    enter(browser, READER)
    browser.open("/no/such/page/", status=404)
    browser.open("/category/none/", status=404)
    assert not logged("refused")
    browser.open("/account/saved/1/note/", status=404)
    (line,) = logged("refused")
    assert (line["why"], line["by"]) == ("NotFound", reader)
