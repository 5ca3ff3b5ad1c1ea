"""What is kept goes out as files, its words as text."""

import json

from bs4 import BeautifulSoup

from tests.reading.steps import DAY, NOON

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_the_exported_bookmarks_have_folders_notes_and_dates(shelved):
    answer = shelved.client.get("/account/saved/export.html")
    assert answer.text.startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    seconds = int((NOON + DAY).timestamp())
    link = f'<A HREF="http://localhost/2026/11/s1/" ADD_DATE="{seconds}">Wild Apples</A>'
    inside = answer.text.split("<DT><H3>Journeys</H3>\n<DL><p>\n")[1].split("</DL><p>")[0]
    assert inside == f"<DT>{link}\n<DD>For the train.\n"
    assert answer.text.index("Salt Lake") < answer.text.index("Journeys")


def test_the_exported_json_has_everything(shelved):
    said = json.loads(shelved.client.get("/account/saved/export.json").text)
    assert [story["headline"] for story in said["stories"]] == [
        "Beetles",
        "Salt Lake",
        "Wild Apples",
    ]
    last = said["stories"][-1]
    assert (last["folder"], last["note"], last["read_at"]) == ("Journeys", "For the train.", None)
    assert last["address"] == "http://localhost/2026/11/s1/"


def test_words_of_notes_and_folders_stay_text(shelved):
    shelved.open("/account/saved/folders/")
    shelved.press("Make a folder", name=ATTACK)
    shelved.open("/account/saved/1/note/")
    shelved.press("Save note", note=ATTACK, folder=2)
    for path in ("", "folders/", "folders/2/", "1/note/", "?folder=2"):
        page = shelved.open("/account/saved/" + path)
        assert "<script>alert" not in page.response.get_data(as_text=True), path
        assert not page.all("img[onerror], img[src=x]"), path
        assert ATTACK in page.text or path == "1/note/", path
    file = BeautifulSoup(shelved.client.get("/account/saved/export.html").text, "html5lib")
    assert not file.select("script, img")
    assert file.select("h3")[-1].get_text() == ATTACK
