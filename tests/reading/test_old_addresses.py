"""Addresses of WordPress lead to the stories that moved here."""

import datetime as dt

import pytest

from tests.makers import make_article
from webapp.reading.models import ArticleState

OUT = dt.datetime(2026, 10, 6, 9, 0, tzinfo=dt.UTC)
STORY = "/2026/10/the-orchard/"


@pytest.fixture
def moved(filled):
    """A story that had the number 4711, and a draft that had 4712."""
    with filled():
        make_article(slug="the-orchard", published_at=OUT, wordpress_id=4711)
        make_article(state=ArticleState.DRAFT, published_at=None, wordpress_id=4712)


@pytest.mark.parametrize(
    "old", ["/?p=4711", "/?p=4711&utm_source=x", "/archives/4711/", "/2026/10/06/the-orchard/",
            "/the-orchard/", "/2025/01/the-orchard/"]
)  # fmt: skip
def test_an_old_address_leads_to_the_story_for_good(browser, moved, old):
    answer = browser.client.get(old)
    assert answer.status_code == 301
    assert answer.headers["Location"] == STORY


@pytest.mark.parametrize(
    "old", ["/?p=4712", "/?p=1", "/?p=", "/?p=x", "/?p=-1", "/?p=99999999999", "/?p=4294967297",
            "/?p=²", "/archives/1/", "/archives/orchard/"]
)  # fmt: skip
def test_a_number_that_no_story_had_is_a_page_not_found(browser, moved, old):
    browser.open(old, status=404)


def test_the_front_page_is_never_taken_for_an_old_address_of_a_story(browser, moved):
    browser.open("/")
    answer = browser.client.get("/?p=4711")
    assert answer.status_code == 301
    assert browser.client.get("/").status_code == 200
