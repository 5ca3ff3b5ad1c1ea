import datetime as dt

import feedparser
import pytest

from tests.makers import make_article, make_author, make_section
from webapp.reading.models import Image

WHEN = dt.datetime(2026, 3, 5, 4, 30, tzinfo=dt.UTC)


@pytest.fixture
def stories(filled):
    with filled():
        nation = make_section(description="Life here.")
        make_article(
            "Salt & “Pepper” <b>",
            slug="salt",
            section=nation,
            author=make_author(name="Dana & Co"),
            published_at=WHEN,
            body="<p>All ]]&gt; of it &amp; more.</p>",
            image=Image(key="c" * 32, width=1600, height=1000, alt="Salt"),
        )
        make_article("Elsewhere", slug="elsewhere", published_at=WHEN - dt.timedelta(days=1))


def parsed(browser, path):
    response = browser.client.get(path)
    assert response.status_code == 200
    assert response.content_type == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.data)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_the_feed_is_valid_and_carries_whole_stories(browser, stories):
    feed = parsed(browser, "/feed/")
    assert feed.version == "rss20"
    assert feed.feed.title == "The Astana Times"
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert links == {"alternate": "http://localhost/", "self": "http://localhost/feed/"}
    first = feed.entries[0]
    assert first.link == first.id == "http://localhost/2026/03/salt/"
    assert first.guidislink is not None
    assert first.author == "Dana & Co"
    assert first.published == "Thu, 05 Mar 2026 04:30:00 +0000"
    assert first.content[0].value == "<p>All ]]&gt; of it &amp; more.</p>"
    assert [tag.term for tag in first.tags] == ["Nation"]
    assert first.media_content[0]["url"] == f"http://localhost/pictures/{'c' * 32}/800.webp"


def test_markup_in_a_headline_stays_text(browser, stories):
    body = browser.client.get("/feed/").get_data(as_text=True)
    assert "<title>Salt &amp; “Pepper” &lt;b&gt;</title>" in body


def test_a_section_has_a_feed_of_its_own(browser, stories):
    feed = parsed(browser, "/category/nation/feed/")
    assert [entry.link for entry in feed.entries] == ["http://localhost/2026/03/salt/"]
    assert feed.feed.subtitle == "Life here."


def test_an_empty_feed_is_valid(browser):
    assert parsed(browser, "/feed/").entries == []


def test_who_has_the_newest_bytes_gets_none(browser, stories):
    first = browser.client.get("/feed/")
    by_tag = browser.client.get("/feed/", headers={"If-None-Match": first.headers["ETag"]})
    by_date = browser.client.get(
        "/feed/", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert (by_tag.status_code, by_tag.data) == (304, b"")
    assert (by_date.status_code, by_date.data) == (304, b"")


def test_a_new_story_changes_the_feed(browser, stories, filled):
    tag = browser.client.get("/feed/").headers["ETag"]
    with filled():
        make_article("News", published_at=WHEN + dt.timedelta(hours=1))
    assert browser.client.get("/feed/", headers={"If-None-Match": tag}).status_code == 200


def test_characters_that_xml_forbids_do_not_break_the_feed(browser, filled):
    with filled():
        make_article("Bell\x07 and\x0b more", body="<p>\x01</p>")
    assert parsed(browser, "/feed/").entries[0].title == "Bell and more"
