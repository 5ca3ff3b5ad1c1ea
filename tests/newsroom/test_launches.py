"""A list goes live by its checklist, is closed, and may be launched again."""

from __future__ import annotations

import email
import email.policy

import pytest
from sqlalchemy import select

from tests.makers import make_campaign, make_list, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import launching
from webapp.subscriptions.models import Consent, MailingList

SENTENCES = {
    "promise": "Say in one sentence what a subscriber gets.",
    "sender": "Name who the inbox says it is from.",
    "welcome": "Write the welcome, with a subject, and turn it on.",
    "test": "Send yourself a test and read it as a subscriber would.",
}
WELCOME = {
    "welcome_subject": "Welcome to Rivers",
    "welcome_body": "<p>One river a month.</p>",
    "welcomes": True,
}
READY = {"sender_name": "Dana of Rivers", **WELCOME}
LAUNCH = "/newsroom/lists/1/launch/"


@pytest.fixture
def draft(filled):
    """Makes a list that was not launched."""

    def make(**columns):
        with filled():
            make_list("rivers", "Rivers", launched_at=None, **columns)

    return make


def test_from_a_draft_to_a_live_list_by_the_checklist(keeper, browser, outbox, acts):
    keeper.open("/newsroom/lists/new/")
    page = keeper.press("Save list", name="Rivers", slug="rivers", promise="One river a month.")
    assert page.title == "Launch Rivers"
    assert "One river a month." not in browser.open("/subscribe/").text
    assert [line for line in SENTENCES.values() if line in page.text] == [
        SENTENCES["sender"],
        SENTENCES["welcome"],
        SENTENCES["test"],
    ]
    page = keeper.press("Launch the list", status=422)
    assert SENTENCES["welcome"] in page.one("[role=alert]").get_text()

    keeper.follow("Edit the list")
    keeper.press("Save list", **(READY | {"welcomes": "y"}))
    keeper.open(LAUNCH)
    keeper.press("Send test", email="desk@example.com")
    assert [(mail.recipient, mail.subject) for mail in outbox()] == [
        ("desk@example.com", "[Test] Welcome to Rivers")
    ]
    assert keeper.press("Launch the list").title == "Rivers"
    assert "One river a month." in browser.open("/subscribe/").text
    assert [act for _, act, _ in acts()] == [
        *("made list", "edited list", "sent test", "launched list")
    ]


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"promise": ""}, SENTENCES["promise"]),
        ({"sender_name": ""}, SENTENCES["sender"]),
        ({"welcomes": False}, SENTENCES["welcome"]),
        ({"welcome_subject": ""}, SENTENCES["welcome"]),
        ({"welcome_body": ""}, SENTENCES["welcome"]),
        ({"tested_at": None}, SENTENCES["test"]),
    ],
)
def test_each_thing_that_lacks_is_said_and_keeps_the_list_a_draft(
    app, keeper, draft, lacks, sentence
):
    draft(**(READY | {"tested_at": clock.now()} | lacks))
    keeper.open(LAUNCH)
    page = keeper.press("Launch the list", status=422)
    said = page.one("[role=alert]").get_text()
    assert sentence in said
    assert sum(other in said for other in SENTENCES.values()) == 1
    with app.app_context():
        assert db.session.get(MailingList, 1).launched_at is None


def test_what_was_taken_away_a_moment_ago_counts(app, draft):
    draft(**READY, tested_at=clock.now())
    with app.app_context():
        found = db.session.get(MailingList, 1)
        assert not launching.missing(found)
        table = MailingList.__table__
        db.session.execute(table.update().values(welcomes=False))
        assert not launching.missing(found)
        with pytest.raises(launching.NotReady, match="Write the welcome"):
            launching.launch(found)


def test_a_test_of_one_of_its_letters_counts(app, keeper, draft, filled, outbox):
    draft()
    with filled():
        make_campaign(db.session.get(MailingList, 1), "The Ili")
    page = keeper.open("/newsroom/campaigns/1/")
    assert "The list is not launched yet" in page.text
    assert "Send to" not in page.text
    keeper.press("Send test", email="desk@example.com")
    assert len(outbox()) == 1
    assert SENTENCES["test"] not in keeper.open(LAUNCH).text


def test_another_sender_asks_for_another_test(keeper, draft):
    draft(**READY, tested_at=clock.now())
    keeper.open("/newsroom/lists/1/edit/")
    keeper.press("Save list", promise="Two rivers a month.")
    assert SENTENCES["test"] not in keeper.open(LAUNCH).text
    keeper.open("/newsroom/lists/1/edit/")
    keeper.press("Save list", sender_name="Askar of Rivers")
    assert SENTENCES["test"] in keeper.open(LAUNCH).text


def test_a_test_needs_something_written(keeper, draft, outbox):
    draft()
    keeper.open(LAUNCH)
    page = keeper.press("Send test", status=422, email="desk@example.com")
    assert "Write the welcome first: there is nothing to send yet." in page.text
    assert page.one("[name=email]")["value"] == "desk@example.com"
    assert not outbox()


def test_a_test_shows_the_sample_too(keeper, draft, filled, outbox):
    draft(**READY)
    with filled():
        make_campaign(db.session.get(MailingList, 1), "The Ili", is_sample=True)
    keeper.open(LAUNCH)
    keeper.press("Send test", email="desk@example.com")
    assert [mail.subject for mail in outbox()] == ["[Test] Welcome to Rivers", "[Test] The Ili"]


def test_a_draft_takes_nobody_and_gets_no_letter(app, keeper, browser, draft, filled):
    draft(**READY)
    with filled():
        make_campaign(db.session.get(MailingList, 1), "The Ili")
    for path in ("add/", "import/", "sign-up/"):
        page = keeper.open(f"/newsroom/lists/1/{path}", status=409)
        assert page.title == "This list is a draft"
    assert "Rivers" not in browser.open("/subscribe/?lists=rivers").text
    assert "Rivers" not in browser.open("/newsletters/").text
    browser.open("/newsletters/rivers/", status=404)
    keeper.open("/newsroom/campaigns/1/")
    data = {"csrf_token": keeper.page.token}
    answer = keeper.client.post("/newsroom/campaigns/1/send/", data=data)
    assert answer.status_code == 409
    assert "launch the list first" in answer.text
    assert "Rivers (draft: tests only)" in keeper.open("/newsroom/campaigns/new/").text


def test_a_closed_list_stays_in_the_record_and_is_launched_again(
    app, keeper, browser, filled, acts
):
    with filled():
        made = make_list("rivers", "Rivers", **READY, tested_at=clock.now())
        make_subscription(made)
        launched_at = made.launched_at
    keeper.open("/newsroom/lists/1/close/")
    keeper.press("Close the list")
    assert "Rivers" not in browser.open("/subscribe/").text
    page = keeper.open("/newsroom/lists/1/")
    assert page.all("tbody tr")
    keeper.open("/newsroom/lists/1/export/")

    keeper.open(LAUNCH)
    page = keeper.press("Launch the list", status=422)
    assert SENTENCES["test"] in page.one("[role=alert]").get_text()
    keeper.press("Send test", email="desk@example.com")
    keeper.press("Launch the list")
    assert "Rivers" in browser.open("/subscribe/").text
    assert [act for _, act, _ in acts()] == ["closed list", "sent test", "reopened list"]
    with app.app_context():
        found = db.session.get(MailingList, 1)
        assert (found.closed_at, found.launched_at) == (None, launched_at)
        assert not db.session.scalars(select(Consent)).all()  # nobody's consent was touched


def test_a_live_list_has_nothing_to_launch(keeper, filled):
    with filled():
        make_list("rivers", "Rivers", **READY)
    page = keeper.open(LAUNCH, status=409)
    assert page.title == "This list is live already"


def test_the_welcome_is_turned_on_only_when_it_is_written(keeper, draft):
    draft()
    keeper.open("/newsroom/lists/1/edit/")
    page = keeper.press("Save list", status=422, welcomes="y", welcome_subject="Welcome")
    assert "Write the subject and the text of the welcome to turn it on." in page.text
    assert page.one("[name=welcome_subject]")["value"] == "Welcome"


def test_nothing_in_a_welcome_runs_or_begins_a_header(app, keeper, draft, outbox):
    draft()
    keeper.open("/newsroom/lists/1/edit/")
    hostile = {
        "sender_name": "Dana\r\nBcc: victim@example.net",
        "welcome_subject": "Welcome\r\nBcc: victim@example.net",
        "welcome_body": "<p onclick='x()'>Hello</p><script>x()</script>",
    }
    keeper.press("Save list", **hostile, welcomes="y")
    keeper.open(LAUNCH)
    keeper.press("Send test", email="desk@example.com")
    [mail] = outbox()
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    assert "Bcc" not in message
    assert message["To"] == "desk@example.com"
    html = message.get_body(("html",)).get_content()
    assert "Hello" in html
    assert "x()" not in html
