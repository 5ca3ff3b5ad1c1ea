"""The archive: every issue of a public list for everyone, and nobody's own links."""

from __future__ import annotations

import re

import pytest

from tests.campaigns.sends import BODY
from tests.makers import make_list, make_subscription
from tests.reading.test_feeds import parsed
from webapp.campaigns import drafting, heading, launching
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.subscriptions.models import list_by_slug


@pytest.fixture
def settings(settings):
    """The browser asks for this machine."""
    return settings | {"PUBLIC_URL": "http://localhost"}


@pytest.fixture
def in_context():
    """These tests use a browser, which makes contexts of its own."""


@pytest.fixture
def publish(app):
    def publish(subject, *, slug="week", launched=True, body=BODY, **columns):
        with app.app_context():
            existing = db.session.scalars(list_by_slug(slug)).one_or_none()
            weekly = existing or make_list(slug, columns.pop("name", "The Week"), **columns)
            if existing is None:
                make_subscription(weekly)
            campaign = drafting.draft(weekly, subject, body, preheader="Fifty-two hours")
            if launched:
                launching.launch(campaign)
            db.session.commit()

    return publish


def test_issues_stand_under_their_list_newest_first(browser, publish):
    publish("The first orchard")
    publish("The second orchard")
    page = browser.open("/newsletters/")
    shelf = page.one(".shelf")
    assert shelf.h2.get_text() == "The Week"
    assert [a.get_text() for a in shelf.select("li a")] == [
        "The second orchard",
        "The first orchard",
    ]


def test_an_issue_can_be_read_by_everyone(browser, publish):
    publish("The first orchard")
    page = browser.open("/newsletters/week/1/")
    assert page.title == "The first orchard"
    assert "On slopes too steep for the plough." in page.text
    assert page.one(".newsletter__body h2").get_text() == "The Apple’s First Orchard"
    assert "No. 1" in page.text
    assert not [
        a for a in page.all("a") if "unsubscribe" in a["href"] or "preferences" in a["href"]
    ]
    assert "@example.org" not in page.text


def test_drafts_and_private_lists_are_not_in_it(browser, publish):
    publish("A draft", launched=False)
    publish("For the staff", slug="staff", name="Staff", is_public=False)
    page = browser.open("/newsletters/")
    assert "A draft" not in page.text
    assert "Staff" not in page.text
    browser.open("/newsletters/staff/1/", status=404)
    browser.open("/newsletters/week/1/", status=404)


@pytest.mark.parametrize(
    "path", ["/newsletters/nothing/1/", "/newsletters/week/2/", "/newsletters/week/0/"]
)
def test_what_is_not_there_is_not_found(browser, publish, path):
    publish("The first orchard")
    browser.open(path, status=404)


def test_without_lists_it_says_so(browser):
    assert "No letters yet" in browser.open("/newsletters/").text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["h1", "h2"], ["h2", "h3"]),
        (["h2", "h2"], ["h2", "h2"]),
        (["h3", "h4", "h3"], ["h2", "h3", "h2"]),
        (["h1", "h4"], ["h2", "h3"]),
    ],
)
def test_the_headings_of_a_letter_stand_under_the_pages_own(browser, publish, written, shown):
    publish("The first orchard", body="".join(f"<{tag}>Apples</{tag}>" for tag in written))
    page = browser.open("/newsletters/week/1/")
    assert [tag.name for tag in page.all(".newsletter__body :is(h1, h2, h3, h4)")] == shown


LINKED = '<p>Dear {{ name | "reader" }}, see <a href="/about/">us</a> ]]&gt;</p>'


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_letters_of_a_list_are_a_valid_feed(browser, publish, form):
    publish("The first & “only” orchard")
    publish("The second orchard", body=LINKED)
    publish("Elsewhere", slug="roads", name="Roads")
    publish("Not sent", launched=False)
    address = "/newsletters/week/feed/" + ("atom/" if form == "atom" else "")
    feed = parsed(browser, address)
    assert [entry.title for entry in feed.entries] == [
        "The second orchard",
        "The first & “only” orchard",
    ]
    assert feed.entries[0].link == "http://localhost/newsletters/week/2/"
    assert 'href="http://localhost/about/"' in feed.entries[0].content[0].value
    assert "Dear reader, see" in feed.entries[0].content[0].value
    page = browser.open("/newsletters/week/")
    assert address in [link["href"] for link in page.all("link[rel=alternate]")]
    etag = browser.client.get(address).headers["ETag"]
    assert browser.client.get(address, headers={"If-None-Match": etag}).status_code == 304
    browser.open("/newsletters/nowhere/feed/", status=404)


def test_lists_and_letters_stand_in_the_sitemap(browser, publish):
    publish("The first orchard")
    publish("A secret", slug="secret", name="Secret", is_public=False)
    index = browser.client.get("/sitemap.xml").get_data(as_text=True)
    for name in ("lists", "letters-1"):
        assert f"<loc>http://localhost/sitemap/{name}.xml</loc>" in index
    lists = browser.client.get("/sitemap/lists.xml").get_data(as_text=True)
    assert re.findall("<loc>(.*?)</loc>", lists) == ["http://localhost/newsletters/week/"]
    letters = browser.client.get("/sitemap/letters-1.xml").get_data(as_text=True)
    assert re.findall("<loc>(.*?)</loc>", letters) == ["http://localhost/newsletters/week/1/"]
    assert browser.client.get("/sitemap/letters-2.xml").status_code == 404


def test_a_letter_of_a_private_list_is_read_by_whom_it_reached_alone(browser, publish, app):
    publish("A secret", slug="secret", name="Secret", is_public=False)
    with app.app_context():
        address = heading.archive_url(db.session.get(Campaign, 1))
    page = browser.open(address)
    assert page.title == "A secret"
    assert page.one("meta[name=robots]")["content"] == "noindex"
    browser.open("/letters/read/1-00000000000000000000/", status=404)
    browser.open("/newsletters/secret/1/", status=404)
