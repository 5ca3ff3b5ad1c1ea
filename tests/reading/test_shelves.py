"""Folders, notes, reading marks and order of what a reader keeps."""

import pytest

from tests.makers import make_article
from tests.reading.steps import headlines, saved_row
from webapp.extensions import db
from webapp.reading import shelving
from webapp.reading.models import SavedStory


def test_a_reader_makes_renames_and_deletes_a_folder_and_the_stories_stay(shelved, app):
    shelved.open("/account/saved/folders/")
    page = shelved.press("Make a folder", name="  Sunday   reading ")
    assert "Made the folder “Sunday reading”" in page.text
    shelved.open("/account/saved/folders/1/")
    page = shelved.press("Rename", name="Trains")
    assert [a.get_text() for a in page.all(".rows__name")] == ["Sunday reading", "Trains"]
    shelved.open("/account/saved/folders/1/")
    page = shelved.press("Delete the folder")
    assert [a.get_text() for a in page.all(".rows__name")] == ["Sunday reading"]
    assert saved_row(app).folder_id is None
    assert saved_row(app).note == "For the train."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Journeys", "You have a folder of this name already"),
        ("   ", "Give the folder a name."),
        ("x" * 61, "at most 60 characters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_stays_in_the_field(shelved, name, sentence):
    shelved.open("/account/saved/folders/")
    page = shelved.press("Make a folder", name=name, status=422)
    assert sentence in page.one(".field__error").get_text()
    assert page.one("#name")["value"] == name.strip()


def test_no_reader_makes_more_folders_than_a_page_shows(shelved, filled):
    with filled():
        for number in range(1, shelving.MOST_FOLDERS):
            shelving.make(1, f"Folder {number}")
    shelved.open("/account/saved/folders/")
    page = shelved.press("Make a folder", name="One more", status=422)
    assert "delete another one first" in page.text


def test_a_note_and_a_folder_are_given_to_a_story_and_stand_under_it(shelved, app):
    shelved.open("/account/saved/2/note/?next=/account/saved/?sort=headline")
    page = shelved.press("Save note", note="Ask Dana\nabout the salt.", folder=1)
    assert page.response.request.full_path == "/account/saved/?sort=headline"
    assert "Ask Dana\nabout the salt." in [n.get_text() for n in page.all(".kept__note")]
    assert saved_row(app, 2).folder_id == 1
    shelved.open("/account/saved/2/note/")
    page = shelved.press("Save note", note="", folder=0)
    assert len(page.all(".kept__note")) == 1
    assert saved_row(app, 2).folder_id is None


def test_a_note_is_two_thousand_characters_long_and_no_longer(shelved, app):
    longest = "ä\r\n" * 999 + "äö"  # as browsers send lines; kept as 2,000 characters
    shelved.open("/account/saved/1/note/")
    shelved.press("Save note", note=longest)
    assert len(saved_row(app).note) == 2000
    shelved.open("/account/saved/1/note/")
    page = shelved.press("Save note", note="x" * 2001, status=422)
    assert "Shorten the note" in page.one(".field__error").get_text()
    assert page.one("textarea").get_text().strip() == "x" * 2001
    assert len(saved_row(app).note) == 2000


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Beetles", "Salt Lake", "Wild Apples"]),
        ("?sort=oldest", ["Wild Apples", "Salt Lake", "Beetles"]),
        ("?sort=published", ["Wild Apples", "Salt Lake", "Beetles"]),
        ("?sort=headline", ["Beetles", "Salt Lake", "Wild Apples"]),
        ("?folder=1", ["Wild Apples"]),
        ("?folder=0", ["Beetles", "Salt Lake"]),
        ("?show=read", ["Salt Lake"]),
        ("?show=unread&sort=oldest", ["Wild Apples", "Beetles"]),
        ("?show=read&folder=1", []),
    ],
)
def test_what_is_kept_is_shown_in_part_and_in_order(shelved, query, found):
    shelved.open("/account/saved/")
    shelved.press_switch("read-2")
    assert headlines(shelved.open("/account/saved/" + query)) == found


@pytest.mark.parametrize("query", ["folder=9", "show=some", "sort=length", "page=2", "folder=-1"])
def test_a_part_that_is_not_there_is_no_page(shelved, query):
    shelved.open(f"/account/saved/?{query}", status=404)


def test_a_story_is_marked_as_read_and_unread_again(shelved, app):
    page = shelved.open("/account/saved/")
    assert page.switch("read-1")["aria-pressed"] == "false"
    page = shelved.press_switch("read-1")
    assert page.switch("read-1")["aria-pressed"] == "true"
    assert saved_row(app).read_at
    shelved.press_switch("read-1")
    assert saved_row(app).read_at is None


def test_the_saved_page_asks_a_bounded_number_of_questions(shelved, filled, queries):
    with filled():
        for number in range(18):
            folder = shelving.make(1, f"Folder {number}")
            article = make_article(f"Story {number}")
            db.session.add(SavedStory(account_id=1, article_id=article.id, folder_id=folder.id))
    for path in ("", "folders/", "export.html", "export.json", "1/note/", "offline.json"):
        with queries() as asked:
            shelved.client.get("/account/saved/" + path)
        assert len(asked) <= 8, (path, asked)
