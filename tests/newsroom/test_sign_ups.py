"""Bringing readers to a list from outside: its QR code, and the form for other sites."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.makers import make_list
from webapp.extensions import db
from webapp.newsroom import inviting
from webapp.subscriptions.models import Consent, MailingList, Subscription

PAGE = "/newsroom/lists/1/sign-up/"


@pytest.fixture
def week(filled):
    """The Week, whose name needs escaping."""
    with filled():
        make_list("the-week", 'The "Week" & more', promise="<b>All</b> of it.")


def test_the_screen_of_a_list_leads_to_it(keeper, week):
    keeper.open("/newsroom/lists/1/")
    page = keeper.follow("Sign-up")
    assert "http://localhost/subscribe/?lists=the-week" in page.text
    for kind, begins in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        [link] = page.all(f'a[download="the-week.{kind}"]')
        answer = keeper.client.get(link["href"])
        assert answer.mimetype == inviting.TYPES[kind]
        assert answer.data.startswith(begins)


def test_the_form_that_is_copied_works_on_another_site(app, keeper, week, outbox):
    form = BeautifulSoup(keeper.open(PAGE).one("textarea").get_text(), "html5lib").form
    assert not form.select("script, style, img, [style]")
    assert form["action"] == "http://localhost/subscribe/"
    assert form.strong.get_text() == 'The "Week" & more'
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    sent["email"] = "reader@example.org"
    answer = app.test_client().post(
        "/subscribe/", data=sent, headers={"Origin": "https://partner.example"}
    )
    assert "Check your mail" in answer.text
    assert [mail.recipient for mail in outbox()][-1:] == ["reader@example.org"]
    with app.app_context():
        entry = db.session.scalars(select(Consent)).one()
        asked = db.session.scalars(select(Subscription)).one()
        assert entry.source == "form on partner.example"
        assert entry.wording == form.small.get_text()
        assert asked.confirmed_at is None


def test_a_private_list_has_an_invitation_and_no_form(keeper, browser, filled, week):
    with filled():
        db.session.get(MailingList, 1).is_public = False
    keeper.open("/newsroom/lists/1/")
    page = keeper.follow("Invite")
    assert not page.all("textarea")
    [link] = page.all("section a:not(.button)")
    assert "/subscribe/invited/" in link["href"]
    assert browser.open(link["href"].removeprefix("http://localhost")).title == 'The "Week" & more'
    assert keeper.client.get("/newsroom/lists/1/sign-up.svg").status_code == 200


def test_a_closed_list_has_none(keeper, filled, week):
    with filled():
        db.session.get(MailingList, 1).close()
    keeper.open(PAGE, status=409)
