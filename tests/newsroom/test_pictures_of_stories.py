"""Pictures on the desk: what stays in sight of the first, and those for the text."""

import io

import pytest
from PIL import Image

from tests.makers import make_author
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.reading.furnishing import furnish
from webapp.reading.models import Article

WORDS = {"headline": "Snow on the Steppe", "body": "<p>Snow lies in the hollows.</p>"}
ADD = "Save and add this picture"


@pytest.fixture
def desk(at_desk, filled):
    with filled():
        furnish()
        make_author(slug="dana", name="Dana Serikova")
    return at_desk(Role.EDITOR)


def sent(name="steppe.png", data=None):
    file = io.BytesIO(data or b"")
    if data is None:
        Image.new("RGB", (900, 600), "#8ab").save(file, "PNG")
        file.seek(0)
    return file, name


def write(desk, button="Save", **more):
    desk.open("/newsroom/stories/new/")
    return desk.press(button, **(WORDS | more))


def public_address(desk):
    return next(a["href"] for a in desk.page.all("main a") if a.get_text() == "See it on the site")


def test_what_must_stay_in_sight_is_chosen_and_kept(desk, browser):
    page = write(desk, picture=sent(), focus="4-0")
    assert len(page.all("input[name=focus]")) == 25
    assert page.one("input[name=focus][checked]")["aria-label"] == "Top, far right"
    desk.press("Publish")
    shown = browser.open(public_address(desk)).one(".story__picture img")
    assert shown["class"] == ["focus-x-4", "focus-y-0"]
    desk.press("Save", focus="2-2")
    assert "class" not in browser.open(public_address(desk)).one(".story__picture img").attrs


@pytest.mark.parametrize("focus", ["5-0", "0--1", "middle", "2-2-2"])
def test_a_square_there_is_not_is_refused(desk, focus):
    desk.open("/newsroom/stories/new/")
    page = desk.press("Save", status=422, **WORDS, focus=focus)
    assert "Choose one of the squares of the picture." in page.text


def test_a_picture_for_the_text_waits_until_its_html_is_placed(desk, browser):
    words = {"figure_alt": "A crow", "figure_caption": "One crow", "figure_credit": "A. B."}
    page = write(desk, ADD, figure=sent(), **words)
    html = page.one(".pictured__one input")["value"]
    assert "A crow" in html
    assert "One crow <small>A. B.</small>" in html
    desk.press("Publish")
    assert not browser.open(public_address(desk)).all(".prose img")

    desk.press("Save", body=WORDS["body"] + "\n" + html)
    figure = browser.open(public_address(desk)).one(".prose figure")
    assert figure.img["alt"] == "A crow"
    assert figure.figcaption.get_text() == "One crow A. B."
    desk.follow("Preview").one(".prose figure img")


def test_a_second_picture_joins_the_first(desk):
    write(desk, ADD, figure=sent(), figure_alt="A crow")
    page = desk.press(ADD, figure=sent(), figure_alt="A hare")
    assert [image["alt"] for image in page.all(".pictured img")] == ["A crow", "A hare"]
    assert page.one("input[name=figure_alt]")["value"] == ""


def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_stays(desk, context):
    desk.open("/newsroom/stories/new/")
    fields = WORDS | {"figure": sent("a.jpg", b"text"), "figure_caption": "One crow"}
    page = desk.press(ADD, status=422, **fields)
    assert "That is not a picture we can read." in page.one("#figure-error").get_text()
    assert page.one("input[name=figure_caption]")["value"] == "One crow"
    assert db.session.query(Article).count() == 0
