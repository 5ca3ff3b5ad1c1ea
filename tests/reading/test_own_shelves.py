"""Folders, notes and marks are their reader’s alone."""

from tests.accounts.steps import sign_in
from tests.makers import make_account
from tests.reading.steps import SCRIPT, saved_row
from webapp.extensions import db
from webapp.reading import shelving
from webapp.reading.models import Folder


def test_nobody_sees_or_changes_what_another_keeps(shelved, app, filled, browser):
    with filled():
        make_account("other@example.com")
    browser.client.post("/account/sign-out/", headers=SCRIPT)
    browser.client.delete_cookie("masthead")
    sign_in(browser, "other@example.com")
    for path in ("folders/1/", "1/note/", "?folder=1"):
        browser.open("/account/saved/" + path, status=404)
    token = browser.open("/account/saved/folders/").token
    data = {"csrf_token": token, "name": "Mine", "note": "Mine"}
    for path in ("folders/1/", "folders/1/delete/", "1/note/", "1/read/", "1/read/remove/"):
        answer = browser.client.post("/account/saved/" + path, data=data)
        assert answer.status_code == 404, path
    for path in ("", "folders/", "export.html", "export.json", "offline.json"):
        text = browser.client.get("/account/saved/" + path).text
        assert "For the train" not in text, path
        assert "Journeys" not in text, path
    browser.client.post("/account/saved/1/remove/", headers=SCRIPT)
    with app.app_context():
        assert db.session.get(Folder, 1).name == "Journeys"
    assert saved_row(app).removed_at is None


def test_no_note_goes_into_another_readers_folder(shelved, app, filled):
    with filled():
        other = make_account("other@example.com")
        shelving.make(other.id, "Theirs")
    shelved.open("/account/saved/1/note/")
    shelved.press("Save note", note="x", folder=2, status=422)
    assert saved_row(app).folder_id == 1
