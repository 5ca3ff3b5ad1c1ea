"""What a campaign’s page says of limits: why it is slow, and when it will be done."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.campaigns.limits import launch_to, lift, limit
from tests.campaigns.sends import campaign, launch, make_letter, send, totals
from tests.makers import make_list
from webapp.campaigns import pausing
from webapp.campaigns.foreseeing import before_launch, outlook
from webapp.extensions import db
from webapp.mail.limits.models import Kind

NOON = dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC)  # in Almaty
MIDNIGHT = dt.timedelta(hours=12)
DAY = dt.timedelta(days=1)


@pytest.fixture
def at_noon():
    """It is noon where the paper is; shift the result to have it later."""
    with time_machine.travel(NOON, tick=False) as hand:
        yield hand


def seen(campaign_id):
    """The sentences, and after how long it is done; None where nothing is said."""
    found = outlook(campaign(campaign_id), totals(campaign_id))
    db.session.rollback()
    return found and (found.sentences, found.done_at and found.done_at - NOON)


def campaign_of(number):
    """A launched campaign to so many."""
    campaign_id, _ = make_letter(number)
    launch(campaign_id)
    return campaign_id


def test_a_warm_up_says_its_day_what_is_gone_and_when_it_goes_on(server, at_noon):
    name = server.url.removeprefix("smtp://")
    plan = {"warm_up": [2, 3, 5, 20], "warms_up_from": dt.date(2026, 12, 2)}
    limit(Kind.SERVER, name, **plan)
    campaign_id = campaign_of(12)
    begins = f"Warm-up of {name}, day 2 of 4: 3 letters today, "
    assert seen(campaign_id) == ([f"{begins}0 are gone."], MIDNIGHT + DAY)
    with time_machine.travel(NOON):
        send(campaign_id)
    assert seen(campaign_id) == (
        [f"{begins}3 are gone; goes on tomorrow at 00:00 (Asia/Almaty)."],
        MIDNIGHT + DAY,
    )
    lift(Kind.SERVER, name)
    assert seen(campaign_id) is None


def test_a_warm_up_that_has_not_begun_says_so(server, at_noon):
    name = server.url.removeprefix("smtp://")
    limit(Kind.SERVER, name, warm_up=[50], warms_up_from=dt.date(2026, 12, 6))
    [sentence], done = seen(campaign_of(3))
    assert sentence.startswith(f"Warm-up of {name} has not begun; goes on ")
    assert done == MIDNIGHT + 2 * DAY


def test_an_hour_says_when_it_goes_on_and_the_whole_when_it_is_done(server, at_noon):
    limit(per_hour=4)
    campaign_id = campaign_of(10)
    assert seen(campaign_id) == (
        ["All letters: 4 an hour, 0 are gone."],
        dt.timedelta(hours=2.5),
    )
    with time_machine.travel(NOON):
        send(campaign_id)
    [sentence], _ = seen(campaign_id)
    assert sentence == "All letters: 4 an hour, 4 are gone; goes on at 13:00."


def test_a_limit_that_slows_nothing_is_not_spoken_of(server, at_noon):
    campaign_id = campaign_of(10)
    assert seen(campaign_id) is None
    limit(per_hour=10, per_day=1000)
    assert seen(campaign_id) is None
    pausing.pause(campaign(campaign_id))
    limit(per_hour=1)
    assert seen(campaign_id) is None, "it is paused: that is why"


def test_a_server_without_limit_takes_all_the_rest(context, server, at_noon):
    context.config["SMTP_URL"] = f"{server.url} smtp://127.0.0.2"
    limit(Kind.SERVER, server.url.removeprefix("smtp://"), per_day=1)
    assert seen(campaign_of(10)) is None


def test_who_is_held_back_is_told_by_domain(server, at_noon):
    limit(Kind.DOMAIN, "gmail.com googlemail.com", per_hour=2)
    limit(Kind.DOMAIN, "*", per_hour=4)
    campaign_id = launch_to(make_list(), gmail_com=6, googlemail_com=2, example_org=5)
    with time_machine.travel(NOON):
        send(campaign_id)
    [sentence], done = seen(campaign_id)
    assert sentence == "6 wait for gmail.com and googlemail.com, 1 for other domains (2 an hour)."
    assert done == dt.timedelta(hours=3)


def test_what_takes_more_than_a_year_has_no_day(server, at_noon):
    limit(per_day=1)
    assert seen(campaign_of(400))[1] is None


def test_before_a_launch_it_is_known_how_long_it_would_take(server, at_noon):
    assert before_launch(1000) is None
    limit(per_day=400)
    found = before_launch(1000)
    assert found.sentences == ["All letters: 400 a day, 0 are gone."]
    assert found.done_at - NOON == MIDNIGHT + DAY, "the last 200 on the third day"
