"""The page of a list: its promise, its sample, its issues, and a form that subscribes."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from tests.makers import make_campaign, make_list, make_subscription
from webapp import clock
from webapp.campaigns import launching
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.paging import PAGE_SIZE
from webapp.subscriptions import wording
from webapp.subscriptions.models import Consent, MailingList

PAGE = "/newsletters/the-week/"
READER = "reader@example.org"


@pytest.fixture
def settings(settings):
    """The browser asks for this machine."""
    return settings | {"PUBLIC_URL": "http://localhost"}


@pytest.fixture
def in_context():
    """These tests use a browser, which makes contexts of its own."""


@pytest.fixture
def week(app):
    """Makes The Week, with so many issues."""

    def make(issues=0, **columns):
        with app.app_context():
            made = make_list("the-week", "The Week", sender_name="Dana of The Week", **columns)
            make_subscription(made)
            for number in range(1, issues + 1):
                launching.launch(make_campaign(made, f"Letter {number}"))
            db.session.commit()

    return make


def change(app, **columns):
    """Change the list as staff would."""
    with app.app_context():
        found = db.session.get(MailingList, 1)
        for name, value in columns.items():
            setattr(found, name, value)
        db.session.commit()


def test_it_says_what_a_reader_gets_and_who_writes(browser, week):
    week(issues=2)
    page = browser.open(PAGE)
    assert page.title == "The Week"
    for words in ("The long reads, for Saturday.", "Saturdays, 09:00", "Dana of The Week"):
        assert words in page.one("main").get_text()
    shown = [link.get_text() for link in page.all(".shelf a")]
    assert shown == ["Letter 2", "Letter 1"]
    assert "Set-Cookie" not in page.response.headers


def test_machines_are_told_where_it_stands(browser, week):
    week()
    page = browser.open(PAGE)
    assert page.one("link[rel=canonical]")["href"] == f"http://localhost{PAGE}"
    described = json.loads(page.one("script[type='application/ld+json']").string)
    assert f"http://localhost{PAGE}" in json.dumps(described)


def test_a_visitor_subscribes_from_it_and_the_record_says_so(app, browser, week, outbox):
    week()
    page = browser.open(PAGE)
    assert wording.LIST.text in page.text
    assert browser.press("Subscribe", email=READER).title == "Check your mail"
    assert [mail.recipient for mail in outbox() if "confirm" in mail.kind] == [READER]
    with app.app_context():
        entry = db.session.scalars(select(Consent)).one()
        assert (entry.source, entry.wording) == ("form list", wording.LIST.text)
        assert entry.wording_version == wording.LIST.version


def test_a_long_archive_has_pages(browser, week):
    week(issues=PAGE_SIZE + 1)
    page = browser.open(PAGE)
    assert len(page.all(".shelf__issue")) == PAGE_SIZE
    page = browser.follow("Older letters")
    assert [link.get_text() for link in page.all(".shelf__issue a")] == ["Letter 1"]
    assert page.one("link[rel=canonical]")["href"] == f"http://localhost{PAGE}?page=2"
    for number in ("3", "0", "x"):
        browser.open(f"{PAGE}?page={number}", status=404)


def test_an_issue_leads_to_it(browser, week):
    week(issues=1)
    browser.open("/newsletters/the-week/1/")
    assert browser.follow("Have The Week sent to you").title == "The Week"
    browser.open("/newsletters/")
    assert browser.follow("The Week").title == "The Week"
    browser.open("/subscribe/")
    assert browser.follow("About The Week").title == "The Week"


def test_its_sample_may_be_an_issue(app, browser, week):
    week(issues=2)
    with app.app_context():
        db.session.get(Campaign, 1).is_sample = True
        db.session.commit()
    page = browser.open(PAGE)
    [link] = page.all(".letter-page__sample a")
    assert (link.get_text(), link["href"]) == ("Letter 1", "/newsletters/the-week/1/")


def test_its_sample_may_be_written_for_this_alone(app, browser, week):
    week()
    browser.open("/newsletters/the-week/sample/", status=404)
    assert not browser.open(PAGE).all(".letter-page__sample")
    with app.app_context():
        made = make_campaign(db.session.get(MailingList, 1), "What a Saturday brings")
        db.session.commit()
        made.is_sample = True
        db.session.commit()
    assert "What a Saturday brings" in browser.open(PAGE).text
    page = browser.follow("What a Saturday brings")
    assert "Good morning." in page.text
    assert "a sample issue" in page.text
    with app.app_context():
        db.session.get(Campaign, 1).is_sample = False
        db.session.commit()
    assert "What a Saturday brings" not in browser.open(PAGE).text
    browser.open("/newsletters/the-week/sample/", status=404)


def test_the_subscribe_page_shows_the_sample_before_the_newest_issue(app, browser, week):
    week(issues=2)
    assert "Letter 2" in browser.open("/subscribe/").one(".letters__sample").get_text()
    with app.app_context():
        week = db.session.get(MailingList, 1)
        make_campaign(week, "What a Saturday brings", is_sample=True)
        db.session.commit()
    assert "What a Saturday brings" in browser.open("/subscribe/").one(".letters__sample").text
    assert browser.follow("Read the whole issue").title == "What a Saturday brings"


def test_a_closed_list_stays_to_be_read_and_takes_nobody(app, browser, week, outbox):
    week(issues=1)
    change(app, closed_at=clock.now())
    page = browser.open(PAGE)
    assert "This letter was closed on" in page.text
    assert not page.all("form[action='/subscribe/']")
    assert "Letter 1" in page.text
    assert "Closed on" in browser.open("/newsletters/").text
    assert "sent to you" not in browser.open("/newsletters/the-week/1/").one("main").get_text()
    before = len(outbox())
    answer = app.test_client().post(
        "/subscribe/",
        data={"email": READER, "lists": ["the-week"], "place": "list"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    assert len(outbox()) == before


@pytest.mark.parametrize("columns", [{"is_public": False}, {"launched_at": None}])
def test_a_private_list_and_a_draft_have_none(app, browser, week, columns):
    week(issues=1)
    change(app, **columns)
    for path in (PAGE, "/newsletters/the-week/1/", "/newsletters/the-week/sample/"):
        browser.open(path, status=404)
    assert "The Week" not in browser.open("/newsletters/").one("main").get_text()
    answer = app.test_client().post(
        "/subscribe/",
        data={"email": READER, "lists": ["the-week"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(Consent)) is None


def test_what_staff_type_is_shown_as_typed(app, browser, week):
    week()
    hostile = '<script>x()</script>"><img src=x onerror=x()>'
    columns = dict.fromkeys(("name", "promise", "cadence", "sender_name"), hostile)
    change(app, **columns)
    page = browser.open(PAGE)
    assert page.title == hostile
    assert not page.all("img[src=x]")
    assert not [one for one in page.all("script:not([src])") if one.get("type") is None]
    assert page.text.count(hostile) >= len(columns)


def test_asking_for_a_page_costs_few_statements(app, browser, week, queries):
    week(issues=PAGE_SIZE)
    browser.open("/newsletters/")
    with queries() as made:
        browser.open(PAGE)
    assert len(made) <= 8
