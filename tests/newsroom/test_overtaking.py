"""Two people on one story: the later save is told of the earlier one and loses nothing."""

import pytest

from tests.accounts.steps import enter
from tests.browser import Browser
from tests.makers import make_account, make_article, make_section
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.reading.models import Article

STORY = "/newsroom/stories/1/"


@pytest.fixture
def desk(at_desk, filled):
    """An editor and a story."""
    with filled():
        make_article("The Orchard", body="<p>As it was.</p>", section=make_section())
    return at_desk(Role.EDITOR)


@pytest.fixture
def colleague(app, filled):
    """A second editor."""
    with filled():
        make_account("colleague@example.com", role=Role.EDITOR)
    browser = Browser(app)
    enter(browser, "colleague@example.com")
    return browser


def body(app):
    with app.app_context():
        return db.session.get(Article, 1).body


def test_the_later_save_is_told_who_changed_what_and_keeps_what_was_typed(desk, colleague, app):
    desk.open(STORY)
    colleague.open(STORY)
    colleague.press("Save", body="<p>Theirs.</p>", standfirst="Their standfirst.")
    page = desk.press("Save", body="<p>Mine.</p>", status=422)
    (notice,) = page.all("[role=alert]")
    words = notice.get_text()
    assert "colleague@example.com edited this story (standfirst, text) on" in words
    assert page.one("#body").get_text().strip() == "<p>Mine.</p>"
    assert body(app) == "<p>Theirs.</p>"
    assert "Saved." in desk.press("Save").text
    assert body(app) == "<p>Mine.</p>"


def test_a_save_after_another_was_seen_is_no_conflict(desk, colleague, app):
    colleague.open(STORY)
    colleague.press("Save", body="<p>Theirs.</p>")
    desk.open(STORY)
    desk.press("Save", body="<p>Mine.</p>")
    desk.press("Save", body="<p>Mine, again.</p>")
    assert body(app) == "<p>Mine, again.</p>"


def test_a_save_that_does_not_say_what_it_saw_is_a_conflict(desk, app):
    desk.open(STORY)
    page = desk.press("Save", version="", body="<p>Mine.</p>", status=422)
    assert "after you opened it" in page.text
    assert body(app) == "<p>As it was.</p>"


def test_the_log_says_what_was_changed(desk, app):
    desk.open(STORY)
    desk.press("Save", headline="The Old Orchard", topics="Apples")
    with app.app_context():
        assert db.session.get(AuditEntry, 1).detail == "headline, topics"
