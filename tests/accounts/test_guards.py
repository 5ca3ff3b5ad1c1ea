from __future__ import annotations

import pytest
from flask_login import login_required

from tests.accounts.steps import READER, sign_in
from tests.makers import PASSWORD, make_account
from webapp.accounts.guards import signed_in, staff
from webapp.accounts.models import Role
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
        sign_in(browser)
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
    form = {"csrf_token": browser.page.one("[name=csrf_token]")["value"]}
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


def test_the_password_alone_opens_the_newsroom_for_staff_only(status, browser):
    assert status(Role.READER, "/newsroom/") == 403
    assert PASSWORD not in browser.open("/newsroom/", status=403).text
