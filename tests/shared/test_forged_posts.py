"""Forged requests: no address takes a POST that another site could have made a browser send."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.shared.routes import addresses, check_headers
from webapp.database import Base
from webapp.extensions import db

# Acts without a token for a mail program alone, by a secret of its own in the address (RFC 8058).
ONE_CLICK = "subscriptions.unsubscribe"
# Takes what a form on another site asks for, which only mails a question; see test_elsewhere.
OPEN_FORM = "subscriptions.subscribe"
FORGED = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost.evil.example", "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost:1", "Referer": "http://localhost/"},
    {"X-CSRFToken": "made-up", "Sec-Fetch-Site": "same-origin"},
    {"X-Requested-With": "XMLHttpRequest", "Content-Type": "application/json"},
]


@pytest.fixture
def rows(app):
    """Every row of every table but what notes the use of a session."""

    def read():
        with app.app_context():
            tables = [t for t in Base.metadata.sorted_tables if t.name != "account_sessions"]
            return {t.name: sorted(map(repr, db.session.execute(select(t)))) for t in tables}

    return read


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_no_address_takes_a_forged_post(app, owner, rows, headers):
    before, tried = rows(), 0
    for rule, path in addresses(app, "POST"):
        if rule.endpoint != ONE_CLICK:
            answer = owner.post(path, headers=headers)
            allowed = {400, 422} if rule.endpoint == OPEN_FORM else {400}
            assert answer.status_code in allowed, f"{path}: {answer.status}"
            check_headers(answer)
            tried += 1
    assert tried > 80
    assert rows() == before


def test_a_token_of_another_browser_is_taken_nowhere(app, owner, rows):
    thief = app.test_client()
    thief.get("/account/sign-in/")
    with thief.session_transaction() as session:
        assert session["csrf_token"]
    token = _token(thief.get("/account/sign-in/").text)
    before = rows()
    for rule, path in addresses(app, "POST"):
        if rule.endpoint != ONE_CLICK:
            answer = owner.post(path, data={"csrf_token": token})
            assert answer.status_code == 400, f"{path}: {answer.status}"
    assert rows() == before


def _token(page):
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def test_the_one_click_address_asks_for_its_secret_and_else_for_a_token(stranger, rows):
    before = rows()
    one_click = {"List-Unsubscribe": "One-Click"}
    assert stranger.post("/unsubscribe/made-up/", data=one_click).status_code == 404
    assert stranger.post("/unsubscribe/made-up/").status_code in {400, 404}
    assert rows() == before


def test_only_what_is_posted_changes_anything(app, owner, rows):
    """GET, HEAD and OPTIONS of every address leave the tables as they were."""
    before = rows()
    for _, path in addresses(app):
        for method in ("GET", "HEAD", "OPTIONS"):
            owner.open(path, method=method, buffered=True)
    assert rows() == before
