"""A letter is looked at in every way before it is sent, and says what is wrong with it."""

from __future__ import annotations

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from tests.newsroom.letters import begin, write
from webapp import clock
from webapp.campaigns.audience.reaching import parts_of
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.subscriptions.models import MailingList

GREETING = '<p>Dear {{ first_name | "reader" }}.</p>'
PREVIEW = "/newsroom/campaigns/1/preview/"


@pytest.fixture
def dana(filled, weekly):
    """A reader of the list of whom a name is known."""
    with filled():
        person = make_subscriber("dana@mail.example", name="Dana S", confirmed_at=clock.now())
        make_subscription(db.session.get_one(MailingList, weekly), person)


def test_it_is_shown_as_a_chosen_subscriber_gets_it(keeper, dana):
    write(keeper, body=GREETING, subject='{{ first_name | "Friend" }}, the news')
    page = keeper.open(PREVIEW)
    assert "Friend, the news" in page.text
    page = keeper.press("Show", reader="dana@mail.example")
    assert "Dana, the news" in page.text
    page = keeper.follow("Text")
    assert "Dear Dana." in page.one(".letter__text").get_text()
    page = keeper.follow("Phone, dark")
    frame = page.one("iframe")
    assert "letter__frame--phone-dark" in frame["class"]
    keeper.check = False
    assert "Dear Dana." in keeper.open(frame["src"]).text


def test_who_is_on_no_list_of_it_is_not_shown(keeper, weekly):
    write(keeper)
    for address in ("waits@mail.example", "left@mail.example", "nobody@mail.example"):
        keeper.open(PREVIEW)
        page = keeper.press("Show", reader=address)
        assert f"{address} has not confirmed a list of this letter" in page.text


def test_a_test_greets_whom_it_is_told_to(keeper, dana, outbox):
    write(keeper, body=GREETING, subject='{{ first_name | "Friend" }}, the news')
    keeper.press("Send test", email="me@example.com", reader="dana@mail.example")
    assert [(mail.recipient, mail.subject) for mail in outbox()] == [
        ("me@example.com", "[Test] Dana, the news")
    ]


def test_the_text_part_stays_as_edited_until_it_is_made_anew(keeper, weekly, app):
    write(keeper)
    keeper.open("/newsroom/campaigns/1/text/")
    assert "In May." in keeper.page.one("textarea").get_text()
    page = keeper.press("Save text", text="By hand, {{ name | “you” }}.\r\n")
    assert "By hand, you." in page.one(".letter__text").get_text()
    keeper.open("/newsroom/campaigns/1/edit/")
    keeper.press("Save letter", **{"b1-html": "<p>In June.</p>"})
    page = keeper.open("/newsroom/campaigns/1/text/")
    assert "The blocks changed since this text was edited." in page.text
    assert "By hand" in page.one("textarea").get_text()
    page = keeper.press("Make it anew from the blocks")
    assert "In June." in page.one(".letter__text").get_text()
    page = keeper.open("/newsroom/campaigns/1/text/")
    assert "The blocks changed" not in page.text
    page = keeper.press("Save text", status=422, text='{{ frist | "x" }} typed')
    assert "Nobody has the field “frist”" in page.text
    assert "typed" in page.one("textarea").get_text()


def test_an_unknown_field_is_refused_on_saving_and_nothing_typed_is_lost(keeper, weekly):
    begin(keeper)
    page = keeper.press("Save letter", status=422, **{"b1-html": '<p>{{ frist | "x" }}</p>'})
    assert "Nobody has the field “frist”; use one of these: name, first_name" in page.text
    assert "frist" in page.one("[name=b1-html]").get_text()
    keeper.open("/newsroom/campaigns/new/?list=the-week")
    page = keeper.press("Save letter", status=422, subject="{{ x }} news")
    assert "Nobody has the field “x”" in page.text


def test_a_letter_is_the_template_of_its_list(keeper, weekly):
    write(keeper, body="<p>Every week the same.</p>")
    keeper.open(PREVIEW)
    page = keeper.press("Keep as template")
    assert "New letters of The Week begin like this one" in page.text
    page = begin(keeper, preheader="")
    assert page.one("[name=b1-html]").get_text().strip() == "<p>Every week the same.</p>"
    assert page.one("[name=preheader]")["value"] == "Eight days"


def test_several_lists_are_chosen_and_others_left_out(keeper, weekly, filled, app):
    with filled():
        rivers, roads = make_list("rivers", "Rivers"), make_list("roads", "Roads")
        make_subscription(rivers)
        make_subscription(roads, make_subscriber("both@mail.example"))
        make_subscription(rivers, make_subscriber("new@mail.example"))
    write(keeper)
    keeper.open("/newsroom/campaigns/1/edit/")
    page = keeper.press("Save letter", also=["2"], but_lists=["3"])
    assert "It would reach 7 confirmed subscribers" in page.text
    with app.app_context():
        parts = parts_of(db.session.get_one(Campaign, 1))
        assert (parts.also, parts.but_lists) == ((2,), (3,))
    page = keeper.open("/newsroom/campaigns/1/edit/")
    assert [box["value"] for box in page.all("[name=also][checked]")] == ["2"]
    page = keeper.press("Save letter", status=422, also=["9"])
    assert "One of these is not there any more; choose again." in page.text


def test_what_is_wrong_is_said_and_what_holds_stands_first(keeper, weekly):
    write(keeper, body='<p>Dear {{ name }}</p><p><img src="/pictures/a.jpg"></p>')
    keeper.open("/newsroom/campaigns/1/edit/")
    keeper.press("Button", act="add-button")
    page = keeper.open(PREVIEW)
    found = [
        one.get_text(" ", strip=True) for one in page.all("section[aria-labelledby=findings] li")
    ]
    assert found[0].startswith("Holds the launch. The field “name” says nothing")
    assert "Say what the picture a.jpg shows, for who cannot see it." in found
    assert any(one.startswith("Block 2 (button) is not shown.") for one in found)


def test_a_letter_that_mail_readers_would_cut_is_held(keeper, weekly):
    write(keeper, body="<p>Fifty-two hours, one samovar.</p>" * 2_000)
    assert "Gmail cuts letters at 102 kB" in keeper.open(PREVIEW).text
