"""When sessions end: unused, in the end, and at every change of what they may do."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.steps import (
    READER,
    carry,
    cookie_of,
    digits,
    enter,
    is_signed_in,
    sign_in,
)
from tests.makers import make_account, make_authenticator
from tests.passes import pass_of
from webapp import clock, create_app
from webapp.accounts import recognising, signing_in
from webapp.accounts.models import AccountSession, Role
from webapp.accounts.models.sessions import FOR_NOW_UNUSED, REMEMBERED_UNUSED
from webapp.extensions import db

HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)


@pytest.fixture
def travel():
    """The clock, standing still until it is moved on."""
    with time_machine.travel(clock.now(), tick=False) as time:
        yield time


@pytest.fixture
def recognised(app, browser):
    """Whether the question asked ahead of Flask knows the browser’s session."""

    def ask():
        with browser.client.session_transaction() as cookie:
            asked = recognising.asked_for(cookie.get("_user_id", ""))
        with app.app_context():
            return db.session.execute(recognising.OPEN, asked).first() is not None

    return ask


@pytest.mark.parametrize(
    ("remember", "unused"), [(False, 2 * HOUR), (True, 14 * DAY)], ids=["for now", "remembered"]
)
def test_a_session_ends_when_it_is_not_used(
    app, browser, reader, travel, remember, unused, recognised
):
    browser.client.set_cookie(*pass_of(app, READER, remember=remember))
    travel.shift(unused - SECOND)
    assert is_signed_in(browser)
    assert recognised()
    travel.shift(unused)
    assert not recognised()
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("remember", "lasts", "used_every"),
    [(False, 12 * HOUR, HOUR), (True, 30 * DAY, 10 * DAY)],
    ids=["for now", "remembered"],
)
def test_a_session_ends_in_the_end_however_much_it_is_used(
    app, browser, reader, travel, remember, lasts, used_every, recognised
):
    name, cookie = pass_of(app, READER, remember=remember)
    for _ in range(lasts // used_every - 1):
        travel.shift(used_every)
        browser.client.set_cookie(name, cookie)
        assert is_signed_in(browser)
    travel.shift(used_every)
    assert not recognised()
    assert not is_signed_in(browser)


def test_writing_counts_as_use(browser, reader, travel):
    sign_in(browser)
    token = browser.open("/account/name/").form("Save my name").select_one("[name=csrf_token]")
    form = {"csrf_token": token["value"], "name": "Dana"}
    for _ in range(3):
        travel.shift(HOUR)
        assert browser.client.post("/account/name/", data=form).headers["Location"] == "/account/"
    assert is_signed_in(browser)


def test_a_script_says_that_somebody_is_still_typing(browser, reader, travel):
    sign_in(browser)
    for _ in range(3):
        travel.shift(HOUR)
        assert browser.client.get("/account/here/").status_code == 204
    travel.shift(2 * HOUR)
    assert browser.client.get("/account/here/").status_code == 302


def test_what_is_recognised_ahead_of_flask_was_used_lately_enough():
    assert min(FOR_NOW_UNUSED, REMEMBERED_UNUSED) > signing_in.TOUCH_EVERY


def test_a_browser_that_was_not_used_is_not_listed(app, browser, other_browser, reader, travel):
    sign_in(other_browser)
    travel.shift(3 * HOUR)
    sign_in(browser)
    page = browser.open("/account/")
    assert len(page.all(".browsers__one")) == 1
    assert "signed in with password until" in page.text


def test_no_secret_of_before_is_signed_in_afterwards(browser, other_browser, reader):
    """Session fixation: a cookie that was planted is not the one that is signed in."""
    browser.open("/account/register/")
    planted = cookie_of(browser)
    sign_in(browser)
    assert cookie_of(browser) != planted
    carry(other_browser, planted)
    assert not is_signed_in(other_browser)
    first = cookie_of(browser)
    sign_in(browser)
    carry(other_browser, first)
    assert not is_signed_in(other_browser)


def test_a_half_way_cookie_is_nobody_before_or_after(app, browser, other_browser):
    with app.app_context():
        make_authenticator(make_account(READER))
        db.session.commit()
    sign_in(browser)
    carry(other_browser, cookie_of(browser))
    assert not is_signed_in(other_browser)
    browser.press("Go on", code=digits())
    assert is_signed_in(browser)
    assert not is_signed_in(other_browser)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR])
def test_a_change_of_role_ends_every_session(app, browser, other_browser, role):
    with app.app_context():
        make_account("owner@example.com", role=Role.OWNER)
        member = make_account(READER, role=Role.EDITOR).id
        db.session.commit()
    enter(browser, "owner@example.com")
    enter(other_browser)
    browser.open(f"/newsroom/staff/{member}/")
    browser.press("Save role", role="editor")
    assert is_signed_in(other_browser)
    browser.open(f"/newsroom/staff/{member}/")
    browser.press("Save role", role=role.value)
    assert not is_signed_in(other_browser)
    with app.app_context():
        theirs = db.session.scalars(select(AccountSession).order_by(AccountSession.id)).all()[-1]
        assert theirs.ended_at


def test_others_are_signed_out_only_by_who_proved_to_be_there(
    browser, other_browser, reader, travel
):
    sign_in(other_browser)
    sign_in(browser)
    travel.shift(11 * dt.timedelta(minutes=1))
    browser.open("/account/")
    assert browser.press("Sign out all the others").title == "Is it you?"
    assert is_signed_in(other_browser)


@pytest.mark.parametrize(
    ("public_url", "name"),
    [("https://paper.example", "__Host-masthead"), ("http://paper.example", "masthead")],
)
def test_the_cookie_is_bound_to_the_host_and_to_https(settings, tmp_path, public_url, name):
    app = create_app(tmp_path / "other", settings | {"PUBLIC_URL": public_url})
    answer = app.test_client().get("/account/sign-in/", base_url=public_url)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{name}="))
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert ("Secure" in parts) == public_url.startswith("https")
    assert not any(part.startswith("Domain") for part in parts)
    with app.app_context():
        db.engine.dispose()
