"""A letter is put together from blocks: filled, moved, removed, without losing what was typed."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pixels

from tests.makers import make_article
from tests.newsroom.letters import begin
from webapp.campaigns.blocks.kinds import read
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.newsroom.composing import MOST_BLOCKS

EDIT = "/newsroom/campaigns/1/edit/"


@pytest.fixture
def blocks(app):
    """The blocks of the letter as they are kept."""

    def look():
        with app.app_context():
            return read(db.session.get_one(Campaign, 1).blocks)

    return look


@pytest.fixture
def letter(keeper, weekly, filled):
    """The page on which a letter is put together; stories to choose are there."""
    with filled():
        make_article("The Orchard")
        make_article("The Railway")
        make_article("A draft", state="draft", published_at=None)
    begin(keeper)
    return keeper


def act(browser, value, *, status=200, **fields):
    """Press the button that sends ``value``, by its own name."""
    button = browser.page.one(f"button[value='{value}']")
    return browser.press(" ".join(button.get_text(" ").split()), status=status, act=value, **fields)


def test_every_kind_is_added_filled_and_shown(letter, blocks):
    for kind in ("lead", "stories", "picture", "button", "divider", "poll"):
        act(letter, f"add-{kind}")
    assert [block.kind for block in blocks()] == [
        *("text", "lead", "stories", "picture", "button", "divider", "poll")
    ]
    act(letter, "choose:2")
    assert [cell.get_text() for cell in letter.page.all("tbody th")] == [
        "The Orchard",
        "The Railway",
    ]
    letter.press("Choose The Orchard")
    assert letter.page.path == EDIT
    act(letter, "choose:3")
    letter.press("Add The Railway")
    letter.press("Add The Orchard")
    assert not letter.page.all("tbody button"), "both stand in it"
    letter.follow("Back to the letter")
    typed = {
        "b1-html": "<p>Good <em>morning</em>.</p><script>x()</script>",
        "b3-heading": "More to read",
        "b4-file": (io.BytesIO(drawn()), "apple.png"),
        "b4-alt": "An apple",
        "b4-url": "/all-stories/",
        "b5-label": "Read on",
        "b5-url": "https://paper.example/",
        "b7-question": "Which?",
        **{f"b7-answers-{n}-label": f"Answer {n}" for n in (0, 1)},
        **{f"b7-answers-{n}-url": f"https://paper.example/{n}/" for n in (0, 1)},
    }
    letter.press("Save letter", **typed)
    letter.check = False
    html = letter.open("/newsroom/campaigns/1/letter/").html
    assert [link.get_text() for link in html.select(".answer-link")] == ["Answer 0", "Answer 1"]
    assert html.select_one(".content h1").get_text() == "The Orchard"
    assert html.select_one(".part").get_text() == "More to read"
    assert [one.get_text() for one in html.select(".item h3")] == ["The Railway", "The Orchard"]
    assert html.select_one(".picture img")["alt"] == "An apple"
    assert html.select_one(".picture a")["href"] == "http://localhost/all-stories/"
    assert not any(block.missing for block in blocks())
    assert letter.open(EDIT).one("[name=b4-alt]")["value"] == "An apple", "kept when saved again"


def drawn():
    """A small picture as a file."""
    file = io.BytesIO()
    Pixels.new("RGB", (40, 30), "green").save(file, "PNG")
    return file.getvalue()


def test_moving_and_removing_keeps_what_was_typed(letter, blocks):
    act(letter, "add-text", **{"b1-html": "<p>One</p>"})
    act(letter, "add-button", **{"b2-html": "<p>Two</p>"})
    act(letter, "up:2", subject="Another subject")
    assert [block.number for block in blocks()] == [2, 1, 3]
    assert letter.page.title == "Edit: Another subject"
    act(letter, "down:1", **{"b1-html": "<p>First</p>"})
    act(letter, "out:3")
    assert [(block.number, block.html) for block in blocks()] == [
        (2, "<p>Two</p>"),
        (1, "<p>First</p>"),
    ]


def test_stories_of_a_list_are_moved_and_taken_out(letter, blocks):
    act(letter, "add-stories")
    act(letter, "choose:2")
    letter.press("Add The Orchard")
    letter.press("Add The Railway")
    letter.open(EDIT)
    act(letter, "story-up:2:1")
    assert [one.headline for one in blocks()[1].stories] == ["The Railway", "The Orchard"]
    act(letter, "story-out:2:0")
    assert [one.headline for one in blocks()[1].stories] == ["The Orchard"]


def test_stories_are_found_by_their_headline_and_a_draft_is_not_offered(letter, app):
    act(letter, "add-lead")
    act(letter, "choose:2")
    page = letter.press("Find", q="rail")
    assert [cell.get_text() for cell in page.all("tbody th")] == ["The Railway"]
    assert "No story’s headline has these words." in letter.press("Find", q="A draft").text
    token = page.form("Choose The Railway").select_one("[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "article": "3"}
    letter.client.post("/newsroom/campaigns/1/blocks/2/stories/", data=sent)
    assert (
        "No story stands in it yet." in letter.open("/newsroom/campaigns/1/blocks/2/stories/").text
    )
    letter.open("/newsroom/campaigns/1/blocks/1/stories/", status=404)
    letter.open("/newsroom/campaigns/1/blocks/9/stories/", status=404)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("b2-url", "javascript:alert(1)", "Write the whole address, beginning with https://."),
        ("b2-url", "paper.example/a", "Write the whole address, beginning with https://."),
        ("b2-url", "https://[x", "Write the whole address, beginning with https://."),
        ("b2-label", "x" * 61, "Shorten the words to at most 60 characters."),
        ("subject", "", "Give the letter a subject."),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(letter, blocks, field, typed, sentence):
    act(letter, "add-button")
    before = blocks()
    page = act(letter, "up:2", status=422, **{"b1-html": "<p>Kept</p>", field: typed})
    assert sentence in page.text
    assert page.one("[name=b1-html]").get_text().strip() == "<p>Kept</p>"
    assert blocks() == before


def test_a_file_that_is_no_picture_is_refused_in_its_place(letter):
    act(letter, "add-picture")
    page = letter.press(
        "Save letter", status=422, **{"b2-file": (io.BytesIO(b"GIF8 no"), "a.gif"), "b2-alt": "A"}
    )
    assert page.one("#b2-file-error").get_text()
    assert page.one("[name=b2-alt]")["value"] == "A"


def test_two_who_edit_one_letter_are_told_of_each_other(letter, blocks):
    first = letter.page
    letter.press("Save letter", **{"b1-html": "<p>Hers</p>"})
    letter.page = first
    page = letter.press("Save letter", status=422, **{"b1-html": "<p>His</p>"})
    assert "Somebody else changed this letter after you opened it." in page.text
    assert page.one("[name=b1-html]").get_text().strip() == "<p>His</p>"
    assert blocks()[0].html == "<p>Hers</p>"
    letter.press("Save letter")
    assert blocks()[0].html == "<p>His</p>"


def test_a_letter_has_an_end(letter, blocks, app):
    for _ in range(MOST_BLOCKS - 1):
        act(letter, "add-divider")
    page = act(letter, "add-divider", status=422)
    assert f"A letter has at most {MOST_BLOCKS} blocks" in page.text
    assert len(blocks()) == MOST_BLOCKS


@pytest.mark.parametrize("sent", ["burn:1", "up:x", "up:1:2:3", "add-bomb", ":", "up:" + "9" * 7])
def test_what_no_button_sends_is_refused(letter, sent):
    letter.press("Save letter", status=400, act=sent)


def test_a_block_that_is_gone_is_left_alone(letter, blocks):
    for sent in ("up:9", "out:9", "story-up:9:0", "story-out:1:5"):
        letter.open(EDIT)
        letter.press("Save letter", act=sent)
    assert [block.number for block in blocks()] == [1]
