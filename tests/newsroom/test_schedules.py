"""When a letter goes, as staff say it: schedules and the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.newsroom.letters import write
from webapp import clock
from webapp.accounts.models import Account, Role
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import MailingList

PAGE = "/newsroom/campaigns/1/"
FIVE_DAYS = dt.timedelta(days=5)


def in_zone(after=FIVE_DAYS):
    """A day and time to come, as the field sends it: by the clock of Almaty."""
    return f"{clock.in_zone(clock.now() + after, 'Asia/Almaty'):%Y-%m-%dT%H:%M}"


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


def test_to_many_a_schedule_asks_for_their_number(keeper, weekly, many):
    write(keeper)
    keeper.open(f"{PAGE}schedule/")
    page = keeper.press("Schedule", status=422, at=in_zone(), typed="1004")
    assert "Type 1,005 to send" in page.text
    assert "Scheduled for" in keeper.press("Schedule", typed="1005").text


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
