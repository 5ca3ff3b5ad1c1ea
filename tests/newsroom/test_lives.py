"""The life of a letter as staff see it: scheduled, paused, cancelled, tried again, approved."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.makers import make_subscriber, make_subscription
from tests.newsroom.letters import account, write
from webapp import clock
from webapp.accounts.models import Account, Role
from webapp.campaigns import cancelling, pausing
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.newsroom import lettering
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import MailingList, Suppression

PAGE = "/newsroom/campaigns/1/"
FIVE_DAYS = dt.timedelta(days=5)


def in_zone(after=FIVE_DAYS):
    """A day and time to come, as the field sends it: by the clock of Almaty."""
    return f"{clock.in_zone(clock.now() + after, 'Asia/Almaty'):%Y-%m-%dT%H:%M}"


def settle(filled):
    with filled():
        for _ in cancelling.settle(1):
            db.session.commit()


def test_a_letter_is_scheduled_and_taken_back(keeper, weekly, acts):
    write(keeper)
    keeper.open(PAGE)
    page = keeper.follow("Schedule…")
    assert "By the clock of Asia/Almaty" in page.text
    at = in_zone()
    page = keeper.press("Schedule", at=at)
    assert f"{at[11:]} (Asia/Almaty)" in page.text
    assert page.one(".mark--scheduled")
    assert not page.all("a:-soup-contains('Edit')")
    keeper.open("/newsroom/campaigns/1/edit/", status=409)
    assert f"for {clock.in_zone(clock.now() + FIVE_DAYS, 'Asia/Almaty'):%-d %b %Y}" in (
        keeper.open("/newsroom/campaigns/").text
    )
    keeper.open(PAGE)
    page = keeper.press("Take back")
    assert "It is a draft again" in page.text
    assert "goes out on" not in page.text
    assert [act for _, act, _ in acts()][-2:] == ["scheduled letter", "took back schedule"]


def test_times_that_are_over_or_make_no_sense_are_refused_and_stay_typed(keeper, weekly):
    write(keeper)
    keeper.open(f"{PAGE}schedule/")
    for at, sentence in (
        (in_zone(-FIVE_DAYS), "That time is over"),
        ("tomorrow", "Write day and time like"),
        ("", "Choose day and time."),
    ):
        page = keeper.press("Schedule", status=422, at=at)
        assert sentence in page.text
        assert page.one("[name=at]").get("value", "") == at


@pytest.fixture
def in_berlin(app):
    """The paper stands where the clock is changed."""
    app.config["TIME_ZONE"] = "Europe/Berlin"


def test_a_time_that_the_clock_jumps_over_is_refused(at_desk, weekly, in_berlin):
    with time_machine.travel("2027-03-20T12:00Z", tick=False):
        keeper = at_desk(Role.LISTS)
        write(keeper)
        keeper.open(f"{PAGE}schedule/")
        page = keeper.press("Schedule", status=422, at="2027-03-28T02:30")
        assert "On 28 March 2027 the clock jumps over 02:30" in page.text
        assert "Scheduled for Sunday, 28 March 2027, 03:30" in (
            keeper.press("Schedule", at="2027-03-28T03:30").text
        )


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_of_a_time_that_comes_twice_one_is_chosen(at_desk, weekly, in_berlin, filled, which, hour):
    with time_machine.travel("2026-10-20T12:00Z", tick=False):
        keeper = at_desk(Role.LISTS)
        write(keeper)
        keeper.open(f"{PAGE}schedule/")
        page = keeper.press("Schedule", status=422, at="2026-10-25T02:30")
        assert "shows 02:30 twice" in page.text
        keeper.press("Schedule", which=which)
        with filled():
            at = db.session.get_one(Campaign, 1).scheduled_at
            assert at == dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)


def test_to_many_a_schedule_asks_for_their_number(keeper, weekly, monkeypatch):
    monkeypatch.setattr(lettering, "SENT_BY_BUTTON", 4)
    monkeypatch.setattr("webapp.newsroom.views.schedules.SENT_BY_BUTTON", 4)
    write(keeper)
    keeper.open(f"{PAGE}schedule/")
    page = keeper.press("Schedule", status=422, at=in_zone(), typed="4")
    assert "Type 5 to send" in page.text
    assert "Scheduled for" in keeper.press("Schedule", typed="5").text


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


def test_the_calendar_shows_what_was_sent_and_what_is_scheduled(at_desk, weekly):
    with time_machine.travel("2026-12-10T06:00Z", tick=False):
        keeper = at_desk(Role.LISTS)
        write(keeper)
        keeper.open(f"{PAGE}schedule/")
        keeper.press("Schedule", at="2026-12-31T23:30")
        keeper.open("/newsroom/campaigns/")
        page = keeper.follow("Calendar")
        assert page.title == "Send calendar"
        assert "December 2026: 1 letter" in page.text
        day = page.one(".calendar__day:has(.calendar__letter)")
        assert "Thursday 31" in " ".join(day.get_text(" ").split())
        assert "23:30 The first orchard" in " ".join(day.get_text(" ").split())
        assert "1 letter" not in keeper.open("/newsroom/campaigns/calendar/?month=2027-01").text
        for month in ("", "2026-13", "never", "0001-01", "9999-12"):
            page = keeper.open(f"/newsroom/campaigns/calendar/?month={month}")
            assert "December 2026" in page.text


def test_another_keepers_letters_are_not_in_the_calendar(keeper, weekly, filled, app):
    write(keeper)
    keeper.open(PAGE)
    keeper.press("Send to 5")
    with filled():
        me = db.session.scalars(select(Account).where(Account.role == Role.LISTS)).one()
        other = MailingList(slug="other", name="Other")
        db.session.add(other)
        db.session.flush()
        entrust(me, [other.id])
    assert "The first orchard" not in keeper.open("/newsroom/campaigns/calendar/").text
    for path in ("schedule/", "cancel/", "retry/", "newcomers/", "copies/"):
        keeper.open(PAGE + path, status=404)
