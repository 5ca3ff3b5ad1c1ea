"""Fifteen characters alone, eight beside a second factor, and never the one where the other is."""

from __future__ import annotations

import pytest

from tests.accounts.steps import at_once, digits, enter, forgot, link_in, register, sign_in
from tests.makers import PASSWORD, make_authenticator
from webapp.accounts import changing, entering
from webapp.accounts.factors import removing
from webapp.accounts.models import Account
from webapp.extensions import db
from webapp.web import Visit

SHORT = "grey hern"
LONG = "seven grey herons on the ice"
VISIT = Visit("127.0.0.1", "a test")


@pytest.fixture
def careful(app, reader):
    """The reader has an authenticator app."""
    with app.app_context():
        make_authenticator(db.session.get(Account, reader))
        db.session.commit()
    return reader


def choose(browser, new, old=PASSWORD, **options):
    return browser.press("Save the new password", current_password=old, password=new, **options)


def test_nobody_registers_with_a_short_password(browser):
    page = register(browser, password=SHORT, status=422)
    assert "That is 9 of at least 15 characters" in page.text


def test_without_a_second_factor_a_new_password_is_long(browser, reader):
    enter(browser, factors=("password",))
    assert "At least 15 characters" in browser.open("/account/password/").text
    assert "9 of at least 15" in choose(browser, SHORT, status=422).text


def test_with_a_second_factor_eight_characters_do(browser, careful, account):
    enter(browser)
    assert "At least 8 characters" in browser.open("/account/password/").text
    assert "is saved" in choose(browser, SHORT).text
    assert account().password_is_short
    browser.press("Sign out")
    sign_in(browser, password=SHORT)
    assert browser.press("Go on", code=digits()).title == "My account"


def test_a_forgotten_password_is_replaced_by_the_same_rule(browser, outbox, careful, account):
    forgot(browser)
    browser.open(link_in(outbox()[-1]))
    browser.press("Save the new password", password=SHORT)
    assert account().password_is_short


def test_the_last_second_factor_stays_until_the_password_is_longer(browser, careful, account):
    enter(browser)
    browser.open("/account/password/")
    choose(browser, SHORT)
    browser.open("/account/authenticator/remove/")
    page = browser.press("Remove the app")
    assert page.title == "A new password"
    assert "at least 15 characters first" in page.text
    assert "9 of at least 15" in choose(browser, SHORT, SHORT, status=422).text
    choose(browser, LONG, SHORT)
    assert not account().password_is_short
    browser.open("/account/authenticator/remove/")
    assert "is removed" in browser.press("Remove the app").text


def test_of_shortening_and_removing_at_once_one_is_refused(app, careful, account):
    def shorten():
        changing.change_password(db.session.get(Account, careful), PASSWORD, SHORT, VISIT)

    def remove():
        removing.remove_authenticator(db.session.get(Account, careful), VISIT)

    results = at_once(app, shorten, remove)
    assert [type(one) for one in results].count(entering.LongerPasswordFirst) == 1
    with app.app_context():
        found = db.session.get(Account, careful)
        assert found.password_is_short == entering.has_second_factor(found)
