"""A story’s way over the desk: written, shown, corrected, taken back."""

import io

import pytest
from PIL import Image

from tests.makers import make_article, make_author, make_section
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import ArticleState, Submission

WORDS = {"headline": "The Kazakh Steppe in March", "body": "<p>Snow lies in the hollows.</p>"}


@pytest.fixture
def desk(at_desk, filled):
    """An editor, a section and a byline."""
    with filled():
        furnish()
        make_author(slug="dana", name="Dana Serikova")
    return at_desk(Role.EDITOR)


def write(desk, **more):
    """Write a story and save it."""
    desk.open("/newsroom/stories/new/")
    return desk.press("Save", **(WORDS | more))


def public_address(desk):
    return next(a["href"] for a in desk.page.all("main a") if a.get_text() == "See it on the site")


def test_a_story_is_written_shown_corrected_and_taken_back(desk, browser, acts):
    page = write(desk, dateline="ASTANA", standfirst="Where spring begins.")
    assert page.title == WORDS["headline"]
    assert "Draft" in page.text
    assert "Snow lies in the hollows." in desk.follow("Preview").text
    assert WORDS["headline"] not in browser.open("/all-stories/").text

    desk.open("/newsroom/stories/1/")
    desk.press("Publish")
    address = public_address(desk)
    assert "Snow lies in the hollows." in browser.open(address).text
    assert WORDS["headline"] in browser.open("/search/?q=hollows").text

    desk.press("Save", body="<p>Snow lies in the valleys.</p>")
    assert "Snow lies in the valleys." in browser.open(address).text
    assert WORDS["headline"] in browser.open("/search/?q=valleys").text

    desk.press("Withdraw")
    browser.open(address, status=410)
    assert WORDS["headline"] not in browser.open("/search/?q=valleys").text
    done = [act for actor, act, subject in acts() if subject == WORDS["headline"]]
    assert done == ["wrote story", "published story", "edited story", "withdrew story"]


def test_a_pick_is_picked_and_let_go(desk, browser):
    write(desk, is_pick="y")
    desk.press("Publish")
    assert WORDS["headline"] in browser.open("/editors-picks/").text
    page = desk.open("/newsroom/stories/1/")
    form = page.form("Save")
    form.select_one("[name=is_pick]").decompose()
    desk.press("Save")
    assert WORDS["headline"] not in browser.open("/editors-picks/").text


REFUSED = [
    ({"headline": ""}, "Give the story a headline."),
    ({"headline": "x" * 201}, "Shorten the headline to at most 200 characters."),
    ({"body": ""}, "Write the text."),
    ({"section": "99"}, "Choose one of the sections."),
    ({"author": "nobody"}, "Choose one of the bylines."),
    ({"picture": b"no picture"}, "That is not a picture we can read"),
]


def test_what_is_refused_says_why_and_loses_nothing(desk, acts):
    for sent, sentence in REFUSED:
        desk.open("/newsroom/stories/new/")
        typed = WORDS | {"standfirst": "Words that must not be lost.", "caption": "A caption"}
        files = {name: (io.BytesIO(sent[name]), "cat.jpg") for name in {"picture"} & set(sent)}
        page = desk.press("Save", status=422, **(typed | sent | files))
        assert sentence in page.text
        kept = {field["name"]: field for field in page.all("main [name]")}
        assert kept["standfirst"].get_text().strip() == "Words that must not be lost."
        assert kept["caption"]["value"] == "A caption"
    assert not acts()


def test_a_picture_is_shown_with_its_words(desk, browser):
    desk.open("/newsroom/stories/new/")
    page = desk.press(
        "Save", **WORDS, picture=(picture(), "steppe.png"), alt="Snow in a hollow", credit="A. B."
    )
    assert [image["alt"] for image in page.all("main img")] == ["Snow in a hollow"]
    desk.press("Save", alt="Snow, and one crow")
    desk.press("Publish")
    assert [i["alt"] for i in browser.open(public_address(desk)).all("figure img")] == [
        "Snow, and one crow"
    ]


def picture():
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "#8ab").save(file, "PNG")
    file.seek(0)
    return file


def test_stories_are_found_by_headline_and_state(desk, filled):
    with filled():
        section = make_section("rivers", "Rivers")
        for word in ("Apples", "Pears"):
            make_article(f"{word} of Almaty", section=section)
        make_article("Apples, a draft", section=section, state=ArticleState.DRAFT)
    page = desk.open("/newsroom/stories/?q=apples&state=draft")
    assert [row.get_text() for row in page.all("tbody th")] == ["Apples, a draft"]
    chips = page.all(".chip")
    assert len(chips) == 2
    page = desk.open(str(chips[1]["href"]))
    assert len(page.all("tbody th")) == 2
    assert len(desk.follow("Clear all").all("tbody th")) == 3
    assert "No story matches" in desk.open("/newsroom/stories/?q=%25").text
    desk.open("/newsroom/stories/?page=7", status=404)


def test_the_desk_answers_what_readers_sent(desk, filled, acts):
    with filled():
        for number in (1, 2):
            words = {"name": "Reader", "email": "r@example.com", "text": "Once upon a time."}
            row = Submission(headline=f"Text {number}", network_address="192.0.2.1", **words)
            db.session.add(row)
    desk.open("/newsroom/submissions/")
    assert "Once upon a time." in desk.follow("Text 1").text
    assert "Marked as taken" in desk.press("Take it").text
    desk.follow("Text 2")
    page = desk.press("Decline")
    assert "Every text has had its answer." in page.text
    assert [act for _, act, _ in acts()] == [
        "marked submission taken",
        "marked submission declined",
    ]
