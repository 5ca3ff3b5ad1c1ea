from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask_login import login_required

from tests.accounts.authenticator import Device, send
from tests.accounts.steps import (
    READER,
    carry,
    cookie_of,
    digits,
    enter,
    is_signed_in,
    sign_in,
)
from tests.makers import PASSWORD, make_account, make_authenticator
from webapp import clock
from webapp.accounts.guards import signed_in, staff
from webapp.accounts.models import Account, Role
from webapp.extensions import db


@pytest.fixture
def app(app):
    """The application with four guarded pages more."""
    app.add_url_rule("/probe/any/", "probe_any", signed_in(lambda: "for anyone signed in"))
    app.add_url_rule("/probe/staff/", "probe_staff", staff()(lambda: "for staff"))
    app.add_url_rule(
        "/probe/editors/",
        "probe_editors",
        staff(Role.EDITOR)(lambda: "for editors"),
        methods=["GET", "POST"],
    )
    app.add_url_rule("/probe/flask-login/", "probe_login", login_required(lambda: "for readers"))
    return app


@pytest.fixture
def status(app, browser):
    """What somebody with a role gets for a page."""

    def ask(role, path):
        with app.app_context():
            make_account(READER, role=role)
            db.session.commit()
        enter(browser)
        return browser.client.get(path).status_code

    return ask


@pytest.mark.parametrize(
    "path", ["/probe/any/", "/probe/staff/", "/probe/editors/?a=b", "/probe/flask-login/"]
)
def test_who_is_not_signed_in_meets_the_sign_in_page(browser, path):
    assert browser.open(path).title == "Sign in"
    assert browser.page.one("input[name=next]")["value"] == path


@pytest.mark.parametrize(
    ("role", "any_", "staff_", "editors"),
    [
        (Role.READER, 200, 403, 403),
        (Role.AUTHOR, 200, 200, 403),
        (Role.LISTS, 200, 200, 403),
        (Role.EDITOR, 200, 200, 200),
        (Role.OWNER, 200, 200, 200),
    ],
)
def test_each_role_opens_what_is_its_own(status, browser, role, any_, staff_, editors):
    assert status(role, "/probe/any/") == any_
    assert browser.client.get("/probe/staff/").status_code == staff_
    assert browser.client.get("/probe/editors/").status_code == editors


def test_a_refused_form_leads_back_to_the_page_it_stood_on(app, browser):
    browser.open("/account/sign-in/")
    form = {"csrf_token": browser.page.token}
    referer = {"Referer": "http://localhost/2026/11/a-story/"}
    answer = browser.client.post("/probe/editors/", data=form, headers=referer)
    assert answer.headers["Location"] == "/account/sign-in/?next=/2026/11/a-story/"
    foreign = {"Referer": "http://evil.example/2026/11/a-story/"}
    answer = browser.client.post("/probe/editors/", data=form, headers=foreign)
    assert answer.headers["Location"] in {"/account/sign-in/", "/account/sign-in/?next="}


def test_guarded_pages_say_by_what_and_are_kept_by_no_cache(app, browser, status):
    assert app.view_functions["probe_any"].guarded_by == "signed_in"
    assert app.view_functions["probe_staff"].guarded_by == "staff"
    assert app.view_functions["probe_editors"].guarded_by == "staff editor"
    assert status(Role.OWNER, "/probe/any/") == 200
    assert browser.client.get("/probe/editors/").headers["Cache-Control"] == "no-store"


def test_a_role_taken_away_counts_at_the_next_page(app, browser, status, change):
    assert status(Role.EDITOR, "/probe/editors/") == 200
    change(role=Role.READER)
    assert browser.client.get("/probe/editors/").status_code == 403


def test_a_reader_may_not_enter_the_newsroom(status, browser):
    assert status(Role.READER, "/newsroom/") == 403
    assert PASSWORD not in browser.open("/newsroom/", status=403).text


@pytest.fixture
def editor(app):
    """An editor who has no second factor yet."""
    with app.app_context():
        account = make_account(READER, role=Role.EDITOR)
        db.session.commit()
        return account.id


def add_app(app, account_id):
    with app.app_context():
        make_authenticator(db.session.get(Account, account_id))
        db.session.commit()


def test_staff_without_a_second_factor_add_one_and_are_in(browser, editor):
    page = sign_in(browser, path="/account/sign-in/?next=/newsroom/stories/")
    assert page.title == "Add a second step"
    page = browser.press("Set up an authenticator app")
    secret = page.one("code.secret").get_text().replace(" ", "")
    page = browser.press("Use this app", code=digits(secret=secret))
    assert page.title == "Your recovery codes"
    browser.follow("I have kept them")
    assert browser.page.path == "/newsroom/stories/"


def test_a_password_alone_opens_the_newsroom_to_nobody(app, browser, editor):
    sign_in(browser)
    assert is_signed_in(browser)
    for path in ("/newsroom/", "/newsroom/stories/new/", "/probe/editors/"):
        assert browser.open(path).title == "Add a second step"
    form = {"csrf_token": browser.page.token}
    answer = browser.client.post("/probe/editors/", data=form)
    assert answer.headers["Location"].startswith("/account/second-factor/")


def test_staff_who_have_a_second_factor_show_it_and_come_back(app, browser, other_browser, editor):
    sign_in(browser)
    carry(other_browser, cookie_of(browser))
    add_app(app, editor)
    assert browser.open("/newsroom/stories/").title == "Is it you?"
    assert not browser.page.all("input[name=password]")
    browser.press("Go on", code="000000", status=422)
    browser.press("Go on", code=digits())
    assert browser.page.path == "/newsroom/stories/"
    assert not is_signed_in(other_browser)  # the rights rose, so the secret that was copied ended


def test_who_signed_in_with_a_second_factor_enters_at_once(app, browser, editor):
    add_app(app, editor)
    sign_in(browser, path="/account/sign-in/?next=/newsroom/")
    browser.press("Go on", code=digits())
    assert browser.page.path == "/newsroom/"


def test_the_newsroom_asks_again_after_a_working_day(app, browser, editor):
    add_app(app, editor)
    with time_machine.travel(clock.now(), tick=False) as time:
        enter(browser, remember=True)
        browser.open("/newsroom/")
        for _ in range(12):
            time.shift(dt.timedelta(hours=1))
            browser.open("/account/")
        assert browser.open("/newsroom/").title == "Is it you?"
        assert browser.press("Go on", password=PASSWORD).path == "/newsroom/"


def test_a_factor_that_was_removed_opens_nothing_any_more(app, browser, editor):
    add_app(app, editor)
    enter(browser)
    browser.open("/newsroom/")
    browser.open("/account/authenticator/remove/")
    browser.press("Remove the app")
    assert browser.open("/newsroom/").title == "Add a second step"


def test_staff_may_make_a_passkey_instead(browser, editor):
    sign_in(browser)
    browser.open("/newsroom/stories/")
    assert browser.page.title == "Add a second step"
    browser.follow("Make a passkey")
    button = browser.page.one("[data-passkey]")
    options = send(browser, button["data-options"]).json
    answer = send(browser, button["data-answer"], credential=Device().make(options))
    page = browser.open(answer.json["next"])
    assert page.title == "Your passkey"
    browser.follow("ten recovery codes")
    browser.press("Make ten new codes")
    assert browser.follow("I have kept them").path == "/newsroom/stories/"
