"""The life of a letter as staff see it: paused, cancelled, tried again, approved."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from tests.makers import make_subscriber, make_subscription
from tests.newsroom.letters import account, write
from webapp import clock
from webapp.accounts.models import Role
from webapp.campaigns import cancelling, pausing
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Suppression

PAGE = "/newsroom/campaigns/1/"
FIVE_DAYS = dt.timedelta(days=5)


def settle(filled):
    with filled():
        for _ in cancelling.settle(1):
            db.session.commit()


def test_a_letter_is_paused_and_resumed(keeper, weekly, acts):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    page = keeper.press("Pause")
    assert "Paused on its way to The Week" in page.text
    assert account(page) == [5, 0, 0, 0, 0, 0, 0, 5]
    keeper.check = False  # a part is no page
    assert "Resume" in keeper.open(f"{PAGE}?part=accounting").one("#turns").get_text()
    keeper.check = True
    keeper.open(PAGE)
    page = keeper.press("Resume")
    assert "Sending to The Week" in page.text
    assert [act for _, act, _ in acts()][-2:] == ["paused letter", "resumed letter"]


def test_why_the_engine_paused_stands_on_the_page(keeper, weekly, filled, acts):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    with filled():
        pausing.pause_because(db.session.connection(), 1, "The server refused 40 letters as spam.")
    page = keeper.open(PAGE)
    assert "The server refused 40 letters as spam." in page.text
    assert account(page) == [5, 0, 0, 0, 0, 0, 0, 5]
    assert acts()[-1][:2] == ("Masthead", "paused letter")


def test_a_letter_is_cancelled_for_good(keeper, weekly, filled, acts):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    page = keeper.follow("Cancel…")
    assert "5 of 5 have not got it yet" in page.text
    keeper.press("Cancel it for good")
    settle(filled)
    page = keeper.open(PAGE)
    assert account(page) == [5, 0, 0, 0, 0, 5, 0, 0]
    assert "5 cancelled" in page.text
    assert page.one(".mark--cancelled")
    assert acts()[-1][1] == "cancelled letter"
    assert not page.all("button:-soup-contains('Resume')")


def refuse(filled, **by_state):
    """Deliveries of the letter stand so."""
    with filled():
        rows = list(db.session.scalars(select(Delivery).order_by(Delivery.id)))
        for row in rows:
            row.state, row.reply = "sent", "250 fine"
        for row, (state, reply) in zip(rows, by_state.values(), strict=False):
            row.state, row.reply = state, reply
        one = db.session.get_one(Campaign, 1)
        one.state, one.finished_at = "sent", clock.now()


def test_the_refused_are_tried_again_by_reason_and_the_unknown_only_if_said(
    keeper, weekly, filled, acts
):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    refuse(
        filled, a=("failed", "552 5.2.2 full"), b=("failed", "550 5.1.1 gone"), c=("unknown", "")
    )
    keeper.open(PAGE)
    page = keeper.follow("Try again…")
    assert "1 × 552 5.2.2 full" in page.text
    assert "some may get the letter twice" in page.text
    assert "Choose at least one reason" in keeper.press("Try again", status=422).text
    page = keeper.press("Try again", codes="552 5.2.2")
    assert account(page) == [5, 2, 0, 0, 1, 0, 1, 1]
    keeper.follow("Try again…")
    page = keeper.press("Try again", unknown="y")
    assert account(page) == [5, 2, 0, 0, 1, 0, 0, 2]
    assert [act for _, act, _ in acts()][-2:] == ["retried letter"] * 2


def test_who_joined_since_gets_the_letter(keeper, weekly, filled, acts):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    with filled():
        make_subscription(db.session.get_one(MailingList, weekly), make_subscriber("new@a.example"))
    page = keeper.follow("Send to newcomers…")
    assert "1 confirmed The Week after" in page.text
    page = keeper.press("Send to 1 more")
    assert account(page)[0] == 6
    assert acts()[-1][1] == "sent letter on"
    assert not keeper.open(f"{PAGE}newcomers/").all("button:-soup-contains('more')")


def test_colleagues_get_a_marked_copy_that_is_counted_nowhere(keeper, weekly, outbox, acts):
    write(keeper)
    keeper.open(f"{PAGE}copies/", status=404)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    keeper.follow("Copies…")
    assert "Choose at least one" in keeper.press("Send copies", status=422).text
    page = keeper.press("Send copies", accounts="1")
    assert account(page)[0] == 5
    assert [(mail.recipient, mail.subject) for mail in outbox()] == [
        ("lists@example.com", "[Copy] The first orchard")
    ]
    assert acts()[-1][1] == "sent copies"


def test_before_it_is_sent_everybody_left_out_is_named(keeper, weekly, filled):
    with filled():
        on = db.session.get_one(MailingList, weekly)
        paused = make_subscriber("p@a.example", paused_until=clock.now() + FIVE_DAYS)
        make_subscription(on, paused)
        make_subscription(on, make_subscriber("bad@a.example"))
        db.session.add(Suppression(email="bad@a.example", reason="hard bounce"))
    write(keeper)
    numbers = [
        (row.dt.get_text(), int(row.dd.get_text()))
        for row in keeper.open(PAGE).all(".reckoning > div")
    ]
    assert numbers == [
        ("Ever asked for the list", 9),
        ("− suppressed", 1),
        ("− not confirmed yet", 1),
        ("− left the list", 1),
        ("= Audience, frozen at the launch", 6),
        ("− paused, skipped when their turn comes", 1),
        ("= Letters, as things stand now", 5),
    ]


def test_a_second_person_approves_before_it_is_sent(at_desk, weekly, filled, acts):
    writer, other = at_desk(Role.LISTS), at_desk(Role.OWNER)
    with filled():
        db.session.get_one(MailingList, weekly).needs_approval = True
    write(writer)
    page = writer.open(PAGE)
    assert "nobody has approved this one" in page.text
    assert "You wrote it or changed it last" in page.text
    assert not page.all("button:-soup-contains('Send to 5')")
    answer = writer.client.post(f"{PAGE}send/", data={"csrf_token": page.token})
    assert answer.status_code == 422
    answer = writer.client.post(f"{PAGE}approve/", data={"csrf_token": page.token, "version": 1})
    assert answer.status_code == 403

    other.open(PAGE)
    read_before = other.page
    assert "Approved" in other.press("Approve").text
    writer.open(f"{PAGE}edit/")
    writer.press("Save letter", subject="Another")
    assert "changed after it was approved" in writer.page.text
    other.page = read_before
    other.press("Approve", status=409)
    other.open(PAGE)
    other.press("Approve")
    writer.open(PAGE)
    assert account(writer.press("Send to 5"))[0] == 5
    assert [act for _, act, _ in acts() if act == "approved letter"] == ["approved letter"] * 2
