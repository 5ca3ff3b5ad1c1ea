"""A letter from the draft to its launch."""

import threading

import pytest

from tests.makers import make_campaign, make_list, make_subscription
from tests.newsroom.letters import BODY, LETTER, account, work_off, write
from webapp.accounts.models import Role
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.newsroom import lettering


def test_a_letter_is_written_tried_sent_and_accounted_for(keeper, weekly, app, outbox, acts):
    page = write(keeper)
    assert page.title == "The first orchard"
    assert "It would reach 5 confirmed subscribers." in page.text
    keeper.check = False
    assert "In May." in keeper.open("/newsroom/campaigns/1/letter/").text
    keeper.check = True

    keeper.open("/newsroom/campaigns/1/")
    keeper.follow("Edit")
    keeper.press("Save letter", **{"b1-html": "<p>In June.</p>"})
    assert "on its way to me@example.com" in keeper.press("Send test", email="me@example.com").text
    assert [(mail.recipient, mail.subject) for mail in outbox()] == [
        ("me@example.com", "[Test] The first orchard")
    ]

    page = keeper.press("Send to 5")
    assert account(page) == [5, 0, 0, 0, 0, 0, 0, 5]
    assert "1 sending" in page.text
    work_off(app)
    page = keeper.open("/newsroom/campaigns/1/")
    assert account(page) == [5, 5, 0, 0, 0, 0, 0, 0]
    assert "The seven states add up to the audience" in page.text
    assert "Nothing: no letter failed, was put off or is in doubt." in page.text
    assert [act for _, act, _ in acts()] == [
        *("wrote letter", "edited letter", "edited letter", "sent test", "sent letter")
    ]


def test_a_letter_that_was_launched_is_neither_changed_nor_sent_again(keeper, weekly, app, acts):
    write(keeper)
    keeper.follow("Edit")
    edit = keeper.page
    draft = keeper.open("/newsroom/campaigns/1/")
    keeper.press("Send to 5")
    for page, button in ((edit, "Save letter"), (draft, "Send to 5"), (draft, "Send test")):
        keeper.page = page
        assert keeper.press(button, status=409).title == "This campaign was launched already"
    keeper.open("/newsroom/campaigns/1/edit/", status=409)
    assert [act for _, act, _ in acts()] == ["wrote letter", "edited letter", "sent letter"]
    with app.app_context():
        assert db.session.get_one(Campaign, 1).body == BODY


def test_two_who_press_send_at_once_send_it_once(at_desk, weekly, app, acts):
    desks = [at_desk(Role.LISTS), at_desk(Role.OWNER)]
    write(desks[0])
    for desk in desks:
        desk.open("/newsroom/campaigns/1/")
    start, answers = threading.Barrier(2), []

    def press(desk):
        token = desk.page.form("Send to 5").select_one("[name=csrf_token]")["value"]
        start.wait()
        answer = desk.client.post("/newsroom/campaigns/1/send/", data={"csrf_token": token})
        answers.append(answer.status_code)

    threads = [threading.Thread(target=press, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert [act for _, act, _ in acts()] == ["wrote letter", "edited letter", "sent letter"]
    assert account(desks[1].open("/newsroom/campaigns/1/")) == [5, 0, 0, 0, 0, 0, 0, 5]


def test_to_many_it_goes_only_when_their_number_is_typed(keeper, weekly, filled, many):
    write(keeper)
    keeper.open("/newsroom/campaigns/1/send/")
    for typed in ("", "1004", "a thousand and five", "10055"):
        page = keeper.press("Send to 1,005", status=422, typed=typed)
        assert page.title == "Send to 1,005?"
        assert "Type 1,005 to send to everyone on the list." in page.text
        assert page.one("[name=typed]")["value"] == typed
    with filled():
        listed = db.session.get_one(Campaign, 1).mailing_list
        for _ in range(11):  # more than one in a hundred
            make_subscription(listed)
    page = keeper.press("Send to 1,005", status=422, typed="1005")
    assert "Type 1,016" in page.text
    assert account(keeper.press("Send to 1,016", typed=" 1 016 "))[0] == 1016


@pytest.mark.parametrize(
    ("typed", "shown", "audience", "may_go"),
    [
        ("", 0, 1_000, True),
        ("", 1_001, 1_001, False),
        ("1001", 1_001, 1_001, True),
        ("1,001", 1_001, 1_001, True),
        ("48 212", 48_212, 48_600, True),
        ("48212", 48_212, 49_000, False),
        ("48212", 48_211, 48_211, False),
    ],
)
def test_the_number_typed_is_the_one_shown(typed, shown, audience, may_go):
    assert lettering.is_meant(typed, shown, audience) is may_go


def test_a_draft_to_many_leads_to_the_page_that_asks(keeper, weekly, many):
    write(keeper)
    assert keeper.follow("Send to 1,005…").title == "Send to 1,005?"


def test_a_letter_that_would_reach_nobody_has_no_button(keeper, filled):
    with filled():
        make_campaign(make_list())
    page = keeper.open("/newsroom/campaigns/1/")
    assert "it would reach nobody" in page.text
    assert not page.all("button:-soup-contains('Send to')")
    token = page.form("Send test").select_one("[name=csrf_token]")["value"]
    answer = keeper.client.post("/newsroom/campaigns/1/send/", data={"csrf_token": token})
    assert answer.status_code == 422


REFUSED = [
    ({"subject": ""}, "Give the letter a subject."),
    ({"subject": "x" * 151}, "Shorten the subject to at most 150 characters."),
    ({"list_id": "99"}, "Choose one of the open lists."),
    ({"list_id": "the-week"}, "Choose one of the open lists."),
]


def test_what_is_refused_says_why_and_loses_nothing(keeper, weekly, acts):
    for sent, sentence in REFUSED:
        keeper.open("/newsroom/campaigns/new/")
        page = keeper.press("Save letter", status=422, **(LETTER | sent))
        assert sentence in page.text
        assert page.one("[name=preheader]")["value"] == "Eight days"
    assert not acts()


def test_a_test_send_needs_an_address(keeper, weekly, outbox):
    write(keeper)
    page = keeper.press("Send test", status=422, email="me")
    assert "Write the address in full" in page.text
    assert not outbox()


def test_a_list_that_is_not_there_is_named_and_the_others_are_offered(keeper, weekly):
    page = keeper.open("/newsroom/campaigns/new/?list=nothing", status=404)
    assert "There is no open list of that name; choose one of these." in page.text
    assert "The Week" in page.one("[name=list_id]").get_text()


def test_no_such_campaign_is_a_page_of_its_own(keeper):
    for path in ("7/", "7/edit/", "7/send/", "7/letter/", "7/recipients/", "x/"):
        keeper.open(f"/newsroom/campaigns/{path}", status=404)
