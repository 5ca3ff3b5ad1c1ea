"""A letter from the draft to its last recipient, with numbers that add up all the way."""

import threading

import pytest
from sqlalchemy import select, update

from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.accounts.models import Role
from webapp.campaigns import launching, sending
from webapp.campaigns.models import Campaign, Delivery, DeliveryState
from webapp.extensions import db
from webapp.newsroom import lettering

LETTER = {"subject": "The first orchard", "preheader": "Eight days", "body": "<p>In May.</p>"}


@pytest.fixture
def keeper(at_desk):
    """A list manager."""
    return at_desk(Role.LISTS)


@pytest.fixture
def weekly(filled):
    """A list with five readers at two domains, one who waits and one who left."""
    with filled():
        weekly = make_list("the-week", "The Week")
        for address in ("a@mail.example", "b@mail.example", "c@mail.example", "d@post.example.kz"):
            make_subscription(weekly, make_subscriber(address))
        make_subscription(weekly, make_subscriber("e@post.example.kz"))
        make_subscription(weekly, make_subscriber("waits@mail.example"), confirmed=False)
        make_subscription(weekly, make_subscriber("left@mail.example")).end(
            "preferences", clock.now()
        )
        return weekly.id


@pytest.fixture
def launched(filled, weekly):
    """A campaign whose five recipients stand in five states."""
    replies = {
        DeliveryState.SENT: "250 2.0.0 taken",
        DeliveryState.DEFERRED: "421 4.7.0 Try again later",
        DeliveryState.FAILED: "550 5.1.1 <d@post.example.kz>: no such user",
        DeliveryState.UNKNOWN: "the line broke after the final dot",
        DeliveryState.SKIPPED: "",
    }
    with filled():
        campaign = Campaign(list_id=weekly, subject="The singing dune", body="<p>It sings.</p>")
        db.session.add(campaign)
        db.session.flush()
        launching.launch(campaign)
        found = db.session.scalars(select(Delivery).order_by(Delivery.email)).all()
        for delivery, (state, reply) in zip(found, replies.items(), strict=True):
            delivery.state, delivery.reply = state, reply
            delivery.settled_at = clock.now() if state != DeliveryState.DEFERRED else None
            delivery.next_try_at = clock.now() if state == DeliveryState.DEFERRED else None
            delivery.reason = "unsubscribed" if state == DeliveryState.SKIPPED else ""
        return campaign.id


def write(keeper, **more):
    keeper.open("/newsroom/campaigns/new/?list=the-week")
    return keeper.press("Save letter", **(LETTER | more))


def account(page):
    """The sum as it is written out: audience first, then the seven states."""
    return [int(number.get_text().replace(",", "")) for number in page.all(".sum__number")]


def work_off(app, campaign_id=1):
    with app.app_context():
        sending.send(campaign_id, threading.Event())


def test_a_letter_is_written_tried_sent_and_accounted_for(keeper, weekly, app, outbox, acts):
    page = write(keeper)
    assert page.title == "The first orchard"
    assert "It would reach 5 confirmed subscribers." in page.text
    keeper.check = False
    assert "In May." in keeper.open("/newsroom/campaigns/1/letter/").text
    keeper.check = True

    keeper.open("/newsroom/campaigns/1/")
    keeper.follow("Edit")
    keeper.press("Save letter", body="<p>In June.</p>")
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
        *("wrote letter", "edited letter", "sent test", "sent letter")
    ]


def test_who_left_after_the_launch_is_skipped_and_told_apart(keeper, weekly, app, filled):
    write(keeper)
    keeper.press("Send to 5")
    keeper.open("/newsroom/lists/1/?q=a@mail")
    keeper.follow("a@mail.example")
    keeper.press("End subscription", reason="Asked by telephone.")
    work_off(app)
    page = keeper.open("/newsroom/campaigns/1/")
    assert account(page) == [5, 4, 0, 0, 0, 1, 0, 0]
    assert "Skipped 1 = 1 unsubscribed" in page.text
    assert "No. 1, sent" in keeper.open("/newsroom/lists/1/?q=b@mail").text
    assert "No. 1, skipped" in keeper.open("/newsroom/lists/1/?q=a@mail").text


def test_every_state_is_shown_with_the_servers_own_words(keeper, launched):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    assert account(page) == [5, 1, 0, 1, 1, 1, 1, 0]
    look = " ".join(page.one("#troubles").get_text(" ").split())
    assert "1 unknown" in look
    assert "1 × 421 4.7.0 Try again later" in look
    assert "1 × 550 5.1.1 <d@post.example.kz>: no such user" in look
    recipients = keeper.open(str(page.one("#see-failed")["href"]))
    rows = [
        [cell.get_text() for cell in row.select("th, td")] for row in recipients.all("tbody tr")
    ]
    assert len(rows) == 1
    assert "no such user" in rows[0][-1]
    assert "No recipient matches" in keeper.open(f"{recipients.path}?q=nobody&state=sent").text


def test_every_row_and_column_of_the_domains_adds_up(keeper, launched):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    rows = {
        row.select_one("th").get_text(): [int(cell.get_text()) for cell in row.select("td.number")]
        for row in page.all("#domains tbody tr, #domains tfoot tr")
    }
    assert set(rows) == {"mail.example", "post.example.kz", "All domains"}
    assert [row[0] for row in rows.values()] == [3, 2, 5]
    assert all(row[0] == sum(row[1:]) for row in rows.values())
    columns = zip(rows["mail.example"], rows["post.example.kz"], strict=True)
    assert [sum(column) for column in columns] == rows["All domains"]


def test_many_domains_are_shown_together_and_still_add_up(keeper, launched, filled):
    with filled():
        campaign = db.session.get_one(Campaign, launched)
        for number in range(30):
            person = make_subscriber(f"x@d{number}.example")
            row = Delivery(campaign_id=launched, subscriber_id=person.id, email=person.email)
            db.session.add(row)
        campaign.audience += 30
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    rows = page.all("#domains tbody tr")
    assert len(rows) == 6
    assert rows[-1].select_one("th").get_text() == "27 other domains"
    audience = [int(row.select_one("td.number").get_text()) for row in rows]
    assert sum(audience) == 35
    assert "The seven states add up" in page.text


def test_the_numbers_are_fetched_anew_while_it_is_sent_and_no_longer(keeper, launched, filled):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    assert {live["hx-trigger"] for live in page.all("[data-live]")} == {"every 2s", "every 15s"}
    assert page.all("a.button:-soup-contains('Refresh')")
    for live in page.all("[data-live]"):
        part = keeper.client.get(str(live["hx-get"])).get_data(as_text=True)
        assert part.lstrip().startswith("<section")
        assert f'id="{live["id"]}"' in part
    with filled():
        done = {"state": "sent", "finished_at": clock.now()}
        db.session.execute(update(Campaign).where(Campaign.id == launched).values(done))
    assert not keeper.open(f"/newsroom/campaigns/{launched}/").all("[data-live], [hx-get]")


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
    assert [act for _, act, _ in acts()] == ["wrote letter", "sent letter"]
    with app.app_context():
        assert db.session.get_one(Campaign, 1).body == LETTER["body"]


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
    assert [act for _, act, _ in acts()] == ["wrote letter", "sent letter"]
    assert account(desks[1].open("/newsroom/campaigns/1/")) == [5, 0, 0, 0, 0, 0, 0, 5]


def test_to_many_it_goes_only_when_their_number_is_typed(keeper, weekly, filled, monkeypatch):
    monkeypatch.setattr(lettering, "SENT_BY_BUTTON", 4)
    write(keeper)
    keeper.open("/newsroom/campaigns/1/send/")
    for typed in ("", "4", "five", "55"):
        page = keeper.press("Send to 5", status=422, typed=typed)
        assert page.title == "Send to 5?"
        assert "Type 5 to send to everyone on the list." in page.text
        assert page.one("[name=typed]")["value"] == typed
    with filled():
        listed = db.session.get_one(Campaign, 1).mailing_list
        make_subscription(listed)
    page = keeper.press("Send to 5", status=422, typed="5")
    assert "Type 6" in page.text
    assert account(keeper.press("Send to 6", typed=" 6 "))[0] == 6


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


def test_a_draft_to_many_leads_to_the_page_that_asks(keeper, weekly, filled, monkeypatch):
    monkeypatch.setattr("webapp.newsroom.views.sends.SENT_BY_BUTTON", 4)
    write(keeper)
    assert keeper.follow("Send to 5…").title == "Send to 5?"


def test_a_letter_that_would_reach_nobody_has_no_button(keeper, filled):
    with filled():
        make_campaign(make_list())
    page = keeper.open("/newsroom/campaigns/1/")
    assert "it would reach nobody" in page.text
    assert not page.all("button:-soup-contains('Send to')")
    token = page.form("Send test").select_one("[name=csrf_token]")["value"]
    answer = keeper.client.post("/newsroom/campaigns/1/send/", data={"csrf_token": token})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"subject": ""}, "Give the letter a subject."),
        ({"subject": "x" * 151}, "Shorten the subject to at most 150 characters."),
        ({"body": ""}, "Write the letter."),
        ({"list_id": "99"}, "Choose one of the open lists."),
        ({"list_id": "the-week"}, "Choose one of the open lists."),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(keeper, weekly, acts, sent, sentence):
    page = write_refused(keeper, LETTER | sent)
    assert sentence in page.text
    assert page.one("[name=preheader]")["value"] == "Eight days"
    assert not acts()


def write_refused(keeper, fields):
    keeper.open("/newsroom/campaigns/new/")
    return keeper.press("Save letter", status=422, **fields)


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


def test_a_draft_has_no_recipients_yet(keeper, weekly):
    write(keeper)
    keeper.open("/newsroom/campaigns/1/recipients/", status=404)
