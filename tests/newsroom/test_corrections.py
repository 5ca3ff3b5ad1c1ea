"""A published story is corrected: readers, feeds and search engines are told."""

import datetime as dt
import json

import pytest

from tests.makers import make_article, make_author, make_section
from webapp import clock
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.reading.models import ArticleState, Correction
from webapp.templating import date_time

TEXT = "An earlier version gave the number of trees as 2,430. It is 2,340."


@pytest.fixture
def desk(at_desk, filled):
    """An editor and a story that came out yesterday."""
    with filled():
        at = clock.now() - dt.timedelta(days=1)
        make_article("The Orchard", slug="the-orchard", published_at=at, section=make_section())
    return at_desk(Role.EDITOR)


def correct(desk, text=TEXT, **expected):
    desk.open("/newsroom/stories/1/")
    return desk.press("Add correction", text=text, **expected)


def test_a_correction_stands_at_the_foot_with_its_date(desk, browser, app, acts):
    assert "Correction added." in correct(desk).text
    foot = browser.open("/the-orchard/").one(".corrections")
    with app.test_request_context():
        correction = db.session.get(Correction, 1)
        shown, at = date_time(correction.at), correction.at
    assert foot.h2.get_text() == "Corrections"
    assert " ".join(foot.p.get_text().split()) == f"{shown}. {TEXT}"
    assert dt.datetime.fromisoformat(foot.time["datetime"]) == at.replace(microsecond=0)
    assert acts() == [("editor@example.com", "corrected story", "The Orchard")]


def test_a_corrected_story_counts_as_updated_everywhere(desk, browser):
    correct(desk)
    page = browser.open("/the-orchard/")
    assert page.all(".story .updated")
    graph = json.loads(page.one("script[type='application/ld+json']").string)["@graph"]
    described = graph[0]
    (correction,) = described["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == TEXT
    assert described["dateModified"] == correction["datePublished"] > described["datePublished"]
    for feed in ("/feed/", "/feed/atom/"):
        text = browser.client.get(feed).get_data(as_text=True)
        assert TEXT in text, feed
        assert "&lt;strong&gt;Correction, " in text
    assert browser.open("/").all(".front__lead .updated")


def test_a_correction_that_was_itself_wrong_is_removed(desk, browser, acts):
    correct(desk)
    desk.press("Remove")
    assert not browser.open("/the-orchard/").all(".corrections")
    assert [act for _, act, _ in acts()] == ["corrected story", "uncorrected story"]


def test_what_is_refused_says_why_and_stays(desk, acts):
    assert "Write what was wrong" in correct(desk, "", status=422).text
    page = correct(desk, "x" * 1001, status=422)
    assert "Shorten the correction" in page.text
    assert page.one("#text").get_text().strip() == "x" * 1001
    assert page.one("#headline")["value"] == "The Orchard"
    assert not acts()


def test_markup_in_a_correction_stays_text(desk, browser):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    correct(desk, hostile)
    page = browser.open("/the-orchard/")
    assert hostile in page.one(".corrections").get_text()
    assert not page.all("img[onerror]")
    assert "<script>alert" not in page.response.get_data(as_text=True)


def test_only_a_published_story_can_be_corrected_and_only_by_editors(desk, filled, at_desk, acts):
    correct(desk)
    with filled():
        make_article("A draft", state=ArticleState.DRAFT, published_at=None, author=make_author())
    page = desk.open("/newsroom/stories/2/")
    assert not page.all("#corrections")
    token = page.one(".desk [name=csrf_token]")["value"]
    sent = {"csrf_token": token, "text": TEXT}
    answer = desk.client.post("/newsroom/stories/2/corrections/", data=sent)
    assert answer.status_code == 422
    assert "Nobody has read it yet" in answer.get_data(as_text=True)
    assert (
        desk.client.post("/newsroom/stories/2/corrections/1/remove/", data=sent).status_code == 404
    )
    author = at_desk(Role.AUTHOR)
    sent["csrf_token"] = author.open("/newsroom/stories/new/").one(".desk [name=csrf_token]")[
        "value"
    ]
    for path in ("1/corrections/", "1/corrections/1/remove/"):
        answer = author.client.post(f"/newsroom/stories/{path}", data=sent)
        assert answer.status_code == 403, path
    assert len(acts()) == 1
