"""Error pages: the right status, one sentence, the paper's look."""

from __future__ import annotations

import pytest
from flask import abort
from sqlalchemy import text

from webapp.errors import SENTENCES
from webapp.extensions import db
from webapp.outcomes import LinkExpired


@pytest.fixture
def failing(app):
    """The app with one page that fails as it is told."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fail/<int:status>/")
    def fail(status):
        if status == 500:
            raise ZeroDivisionError
        if status == 422:
            raise LinkExpired
        abort(status)

    return app


@pytest.mark.parametrize("status", sorted(SENTENCES))
def test_every_problem_has_a_page(failing, browser, status):
    page = browser.open(f"/fail/{status}/", status=status)
    title, sentence = SENTENCES[status]
    assert page.title == title
    assert sentence in page.text


def test_the_page_of_a_crash_names_the_request_and_tells_nothing_else(failing, browser):
    page = browser.open("/fail/500/", status=500)
    assert page.response.headers["X-Request-ID"] in page.text
    assert "ZeroDivision" not in page.text
    assert "Traceback" not in page.text


def test_an_outcome_has_its_own_page_and_status(failing, browser):
    page = browser.open("/fail/422/", status=LinkExpired.status)
    assert page.title == LinkExpired.title


def test_a_wrong_method_says_which_are_allowed(browser):
    answer = browser.client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path", ["/no/such/page/", "/2026/11/🍎🍏/", "/category/%00/", "/" + "a" * 5000]
)
def test_an_unknown_address_has_a_page(browser, path):
    assert browser.open(path, status=404).title == SENTENCES[404][0]


@pytest.mark.parametrize("cookie", ["", "signed-in"])
def test_a_database_that_does_not_answer_still_gives_a_page(app, browser, cookie):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    if cookie:
        with browser.client.session_transaction() as session:
            session["_user_id"] = "a-secret-of-a-session"
    with app.app_context(), db.engine.begin() as connection:
        for table in ("sections", "account_sessions", "mailing_lists"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_away"))
    try:
        page = browser.open("/", status=500)
        assert page.title == SENTENCES[500][0]
        assert page.response.headers["X-Request-ID"] in page.text
    finally:
        with app.app_context(), db.engine.begin() as connection:
            for table in ("sections", "account_sessions", "mailing_lists"):
                connection.execute(text(f"ALTER TABLE {table}_away RENAME TO {table}"))
