import datetime as dt

import feedparser
import pytest

from tests.makers import make_article, make_author, make_section
from tests.reading.validity import checked
from webapp.extensions import db
from webapp.reading import indexing, tagging
from webapp.reading.edition import printing
from webapp.reading.models import Image
from webapp.reading.picturing import uploads

WHEN = dt.datetime(2026, 3, 5, 4, 30, tzinfo=dt.UTC)


@pytest.fixture
def stories(filled):
    with filled():
        nation = make_section(description="Life here.")
        salt = make_article(
            "Salt & “Pepper” <b>",
            slug="salt",
            section=nation,
            author=make_author(slug="dana", name="Dana & Co"),
            published_at=WHEN,
            body="<p>All ]]&gt; of it &amp; more.</p>",
            image=Image(key="c" * 32, width=1600, height=1000, alt="Salt"),
        )
        tagging.tag(salt, ["Rivers"])
        indexing.index(salt)
        make_article("Elsewhere", slug="elsewhere", published_at=WHEN - dt.timedelta(days=1))


def parsed(browser, path):
    response = browser.client.get(path)
    assert response.status_code == 200
    form = "atom" if "/atom/" in path else "rss"
    assert response.content_type == f"application/{form}+xml; charset=utf-8"
    checked(response.data, form)
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
    assert [tag.term for tag in first.tags] == ["Nation", "Rivers"]
    assert first.media_content[0]["url"] == f"http://localhost/pictures/{'c' * 32}/card.jpg"


def test_markup_in_a_headline_stays_text(browser, stories):
    body = browser.client.get("/feed/").get_data(as_text=True)
    assert "<title>Salt &amp; “Pepper” &lt;b&gt;</title>" in body


def test_a_section_has_a_feed_of_its_own(browser, stories):
    feed = parsed(browser, "/category/nation/feed/")
    assert [entry.link for entry in feed.entries] == ["http://localhost/2026/03/salt/"]
    assert feed.feed.subtitle == "Life here."


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/search/feed/atom/?q=none"])
def test_an_empty_feed_is_valid(browser, path):
    assert parsed(browser, path).entries == []


FEEDS = [
    *("/feed/", "/category/nation/feed/", "/author/dana/feed/", "/tag/rivers/feed/"),
    "/search/feed/?q=pepper",
]


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_says_the_same_in_both_forms_and_knows_its_own_address(browser, stories, path):
    rss = parsed(browser, path)
    atom_path = path.replace("feed/", "feed/atom/")
    atom = parsed(browser, atom_path)
    assert (rss.version, atom.version) == ("rss20", "atom10")
    for feed, address in ((rss, path), (atom, atom_path)):
        own = [link.href for link in feed.feed.links if link.rel == "self"]
        assert own == [f"http://localhost{address}"]
    for one, other in zip(rss.entries, atom.entries, strict=True):
        assert (one.title, one.link, one.author) == (other.title, other.link, other.author)
        assert one.published_parsed == other.published_parsed
        assert one.content[0].value == other.content[0].value
    assert rss.entries[0].link == "http://localhost/2026/03/salt/"
    if path != "/feed/":
        assert len(rss.entries) == 1


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_a_picture_goes_along_with_its_length_and_type(browser, stories, app, path):
    with app.app_context():
        folder = uploads() / ("c" * 32)
    assert not parsed(browser, path).entries[0].enclosures
    folder.mkdir()
    (folder / "card.jpg").write_bytes(b"x" * 1234)
    with app.app_context():
        printing.bump()
        db.session.commit()
    (picture,) = parsed(browser, path).entries[0].enclosures
    assert picture.href == f"http://localhost/pictures/{'c' * 32}/card.jpg"
    assert (picture.length, picture.type) == ("1234", "image/jpeg")


def test_links_in_a_story_lead_somewhere_from_a_feed_reader_too(browser, filled):
    with filled():
        body = '<p><a href="/2026/01/x/">x</a> <a href="https://example.com/y">y</a></p>'
        make_article(body=body)
    text = parsed(browser, "/feed/").entries[0].content[0].value
    assert 'href="http://localhost/2026/01/x/"' in text
    assert 'href="https://example.com/y"' in text


def test_a_search_feed_has_the_stories_that_came_in_last(browser, filled):
    with filled():
        section, author = make_section(), make_author()
        for number in range(23):
            found = make_article(f"River {number}", section=section, author=author)
            indexing.index(found)
        indexing.index(make_article("Mountain", section=section, author=author))
    titles = [entry.title for entry in parsed(browser, "/search/feed/?q=river").entries]
    assert sorted(titles) == sorted(f"River {number}" for number in range(20))
    assert browser.client.get("/search/feed/").status_code == 404


@pytest.mark.parametrize(
    ("path", "feeds"),
    [
        ("/", ["/feed/", "/feed/atom/"]),
        ("/category/nation/", ["/category/nation/feed/", "/category/nation/feed/atom/"]),
        ("/author/dana/", ["/author/dana/feed/", "/author/dana/feed/atom/"]),
        ("/tag/rivers/", ["/tag/rivers/feed/", "/tag/rivers/feed/atom/"]),
        ("/search/?q=a+b", ["/search/feed/?q=a+b", "/search/feed/atom/?q=a+b"]),
        ("/2026/03/salt/", ["/feed/", "/feed/atom/"]),
    ],
)
def test_a_page_names_its_feeds(browser, stories, path, feeds):
    links = browser.open(path).all("head link[rel=alternate]")
    assert [link["href"] for link in links] == feeds
    assert [link["type"] for link in links] == ["application/rss+xml", "application/atom+xml"]


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


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_characters_that_xml_forbids_do_not_break_the_feed(browser, filled, path):
    with filled():
        make_article("Bell\x07 and\x0b more", body="<p>\x01</p>")
    assert parsed(browser, path).entries[0].title == "Bell and more"
