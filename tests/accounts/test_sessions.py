from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.steps import (
    NEW_PASSWORD,
    carry,
    cookie_of,
    forgot,
    is_signed_in,
    link_in,
    sign_in,
)
from tests.browser import Browser
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.accounts.describing import describe_browser
from webapp.accounts.models import AccountSession
from webapp.extensions import db


@pytest.fixture
def last_used(app):
    def read():
        with app.app_context():
            return db.session.scalars(select(AccountSession.last_used_at)).all()

    return read


def sign_out(browser):
    browser.open("/account/")
    browser.press("Sign out")


def change_password(browser):
    browser.open("/account/password/")
    browser.press("Save the new password", current_password=PASSWORD, password=NEW_PASSWORD)


@pytest.mark.parametrize("act", [sign_out, change_password])
def test_a_stolen_cookie_is_refused_afterwards(browser, other_browser, reader, act):
    sign_in(browser)
    carry(other_browser, cookie_of(browser))
    assert is_signed_in(other_browser)
    act(browser)
    assert not is_signed_in(other_browser)


def test_a_stolen_cookie_is_refused_after_a_reset(browser, other_browser, reader, outbox):
    sign_in(browser)
    forgot(other_browser)
    other_browser.open(link_in(outbox()[0]))
    other_browser.press("Save the new password", password=NEW_PASSWORD)
    assert not is_signed_in(browser)


@pytest.mark.parametrize("column", ["disabled_at"])
def test_disabling_closes_every_session(browser, reader, change, column):
    sign_in(browser)
    change(**{column: clock.now()})
    assert not is_signed_in(browser)


def test_the_account_page_lists_browsers_and_ends_one(browser, other_browser, reader):
    other_browser.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) CriOS/1 Safari/1"
    sign_in(other_browser)
    sign_in(browser)
    page = browser.open("/account/")
    assert "Chrome on an iPhone" in page.text
    assert page.text.count("This browser") == 1
    page = browser.press("Sign it out")
    assert "Chrome on an iPhone" not in page.text
    assert not is_signed_in(other_browser)
    assert is_signed_in(browser)


def test_one_press_ends_every_other_browser(app, browser, reader):
    others = [Browser(app) for _ in range(3)]
    for one in [*others, browser]:
        sign_in(one)
    browser.press("Sign out all the others")
    assert not any(is_signed_in(one) for one in others)
    assert is_signed_in(browser)
    assert "Sign out all the others" not in browser.page.text


def test_nobody_ends_a_session_of_somebody_else(app, browser, other_browser, reader):
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    sign_in(browser)
    sign_in(other_browser, "someone@example.org")
    with app.app_context():
        theirs = db.session.scalars(
            select(AccountSession.id).order_by(AccountSession.id.desc())
        ).first()
    browser.open("/account/")
    form = {"csrf_token": browser.page.token}
    answer = browser.client.post(f"/account/sessions/{theirs}/end/", data=form)
    assert answer.status_code == 404
    assert is_signed_in(other_browser)


def test_the_last_use_is_noted_at_most_every_quarter_of_an_hour(browser, reader, last_used):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        began = clock.now()
        time.shift(dt.timedelta(minutes=14))
        browser.open("/account/")
        assert last_used() == [began]
        time.shift(dt.timedelta(minutes=1))
        browser.open("/account/")
        assert last_used() == [began + dt.timedelta(minutes=15)]


def test_a_mailed_link_does_not_count_as_use(browser, reader, outbox, dump):
    with time_machine.travel(clock.now(), tick=False) as time:
        sign_in(browser)
        forgot(browser)
        time.shift(dt.timedelta(minutes=59, hours=1))
        before = dump()
        browser.open(link_in(outbox()[0]), status=410)
        assert dump() == before


def test_the_account_page_asks_the_same_few_questions_however_many_browsers(
    app, browser, reader, queries
):
    sign_in(browser)
    few = _queries(queries, browser)
    for _ in range(10):
        sign_in(Browser(app))
    assert _queries(queries, browser) == few
    assert few <= 6


def _queries(queries, browser):
    with queries() as asked:
        browser.open("/account/")
    return len(asked)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/17 Safari/605",
            "Safari on a Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/120 Mobile Safari/537",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120",
            "Edge on Windows",
        ),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_described_as_its_owner_knows_it(user_agent, said):
    assert describe_browser(user_agent) == said
