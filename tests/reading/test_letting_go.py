"""Undo: what is let go can come back for an hour."""

import datetime as dt

import time_machine

from tests.reading.steps import headlines, saved_row
from webapp import clock
from webapp.extensions import db
from webapp.reading import saving
from webapp.reading.models import Article, ArticleState


def test_undo_brings_a_story_back_with_folder_note_reading_and_date(shelved, app):
    shelved.open("/account/saved/")
    shelved.press_switch("read-1")
    before = saved_row(app)
    page = shelved.press_switch("save-1")
    assert "Removed “Wild Apples”" in page.text
    assert "Wild Apples" not in headlines(page)
    undo = page.one(".notice__undo")
    answer = shelved.client.post(undo["formaction"], headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 302
    after = saved_row(app)
    for what in ("id", "folder_id", "note", "read_at", "saved_at", "removed_at"):
        assert getattr(after, what) == getattr(before, what), what


def test_after_an_hour_a_story_let_go_is_gone_and_saved_anew(shelved, app):
    shelved.open("/account/saved/")
    shelved.press_switch("save-1")
    with time_machine.travel(clock.now() + dt.timedelta(minutes=61)), app.app_context():
        saving.save(1, db.session.get(Article, 1))
        db.session.commit()
        assert saved_row(app).note == ""
        saving.unsave(1, db.session.get(Article, 2))
        db.session.commit()
    with time_machine.travel(clock.now() + dt.timedelta(minutes=125)), app.app_context():
        saving.sweep()
    assert saved_row(app, 2) is None
    assert saved_row(app, 3)


def test_stories_that_were_let_go_are_nowhere(shelved, app):
    shelved.open("/account/saved/")
    shelved.press_switch("save-1")
    page = shelved.open("/2026/11/s1/")
    assert page.switch("save-1")["aria-pressed"] == "false"
    assert "Wild Apples" not in shelved.client.get("/account/saved/export.html").text
    assert "/2026/11/s1/" not in shelved.client.get("/account/saved/offline.json").text
    shelved.open("/account/saved/1/note/", status=404)


def test_withdrawn_and_removed_stories_break_no_page(shelved, filled):
    with filled():
        db.session.get(Article, 1).state = ArticleState.WITHDRAWN
        db.session.delete(db.session.get(Article, 2))
    assert headlines(shelved.open("/account/saved/")) == ["Beetles"]
    left = shelved.client.get("/account/saved/offline.json").json
    assert left == {
        "reader": 1,
        "stories": [{"address": "/2026/11/s3/", "headline": "Beetles"}],
    }
    assert "Wild Apples" not in shelved.client.get("/account/saved/export.json").text
    assert shelved.page.one('[aria-current="true"] .figures').get_text() == "1"
