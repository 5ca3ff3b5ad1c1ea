"""The page of a private list, which an invitation opens."""

from __future__ import annotations

import pytest

from tests.makers import make_campaign, make_list, make_subscription
from webapp.campaigns import launching
from webapp.extensions import db
from webapp.subscriptions import links
from webapp.subscriptions.models import MailingList

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


@pytest.fixture
def invitation(app, week):
    """The path of the page of a private list with a sample."""
    week(is_public=False)
    with app.app_context():
        made = db.session.get(MailingList, 1)
        make_campaign(made, "What a Saturday brings", is_sample=True)
        db.session.commit()
        return links.invitation_url(made).removeprefix("http://localhost")


def test_an_invitation_opens_a_private_list(app, browser, invitation, outbox):
    page = browser.open(invitation)
    assert page.title == "The Week"
    assert page.one("meta[name=robots]")["content"] == "noindex"
    assert "no-store" in page.response.headers["Cache-Control"]
    assert "Good morning." in browser.follow("What a Saturday brings").text
    browser.follow("Have The Week sent to you")
    page = browser.press("Subscribe", status=422, email="reader")
    assert page.one("[name=lists][checked]")["value"] == "the-week"
    assert browser.press("Subscribe", email=READER).title == "Check your mail"
    assert [mail.recipient for mail in outbox() if "confirm" in mail.kind] == [READER]


def test_a_list_may_have_any_short_name(app, browser, invitation):
    change(app, slug="invited", is_public=True)
    with app.app_context():
        launching.launch(make_campaign(db.session.get(MailingList, 1), "Letter 1"))
        db.session.commit()
    assert browser.open("/newsletters/invited/1/").title == "Letter 1"
    assert browser.open("/newsletters/invited/sample/").title == "What a Saturday brings"


def test_nobody_comes_to_a_private_list_without_one(app, browser, invitation, outbox):
    before = len(outbox())
    for token in ("", "made-up", invitation.rsplit("/", 2)[1] + "x"):
        data = {"email": READER, "lists": ["the-week"], "place": "list", "invitation": token}
        answer = app.test_client().post(
            "/subscribe/", data=data, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 422
    assert len(outbox()) == before
    browser.open("/subscribe/invited/made-up/", status=404)


def test_an_invitation_ends_with_the_short_name(app, browser, invitation):
    change(app, slug="saturday")
    browser.open(invitation, status=410)
    browser.open(f"{invitation}sample/", status=410)
