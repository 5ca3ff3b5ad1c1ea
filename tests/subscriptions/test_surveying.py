"""Lists are surveyed once a day: who confirms, how soon, and what lists have in common."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.dating import bounds_of, last_months
from webapp.extensions import db
from webapp.subscriptions import counting, surveying
from webapp.subscriptions.models import ListSurvey, Suppression
from webapp.subscriptions.surveying import DAY, HOUR, MINUTE

AGO = dt.timedelta(days=70)


@pytest.fixture
def week(context):
    return make_list("the-week", "The Week")


def ask(mailing_list, waited=None, ago=AGO, **columns):
    """Somebody who asked some time ago, and confirmed so many seconds later, or never."""
    asked = clock.now() - ago
    one = make_subscription(mailing_list, confirmed=False, asked_at=asked, **columns)
    if waited is not None:
        one.confirmed_at = asked + dt.timedelta(seconds=waited)
    db.session.flush()
    return one


def surveyed(mailing_list):
    db.session.commit()
    return surveying.survey()[mailing_list.id]


def test_it_says_which_share_confirmed_by_the_month_in_which_they_asked(week):
    for waited in (None, MINUTE, HOUR):
        ask(week, waited)
    lapsed = ask(week)
    lapsed.end("unconfirmed", clock.now())
    ask(week, 5, ago=dt.timedelta(0))
    found = surveyed(week)
    assert len(found["months"]) == 12
    asked, confirmed = found["asked"], found["confirmed"]
    assert (sum(asked[:-1]), sum(confirmed[:-1])) == (4, 2)
    assert (asked[-1], confirmed[-1]) == (1, 1)
    assert found["months"][-1] == last_months()[-1].isoformat()


def test_it_counts_those_who_had_to_confirm_alone(week):
    ask(week, 0)
    ask(week, MINUTE, source="import")
    ask(week, MINUTE, ago=dt.timedelta(days=500))
    ask(make_list(), MINUTE)
    again = make_subscriber("again@example.org")
    ask(week, MINUTE, subscriber=again).end("one-click", clock.now())
    ask(week, 2 * MINUTE, subscriber=again)
    found = surveyed(week)
    assert (sum(found["asked"]), found["median"]) == (1, 2 * MINUTE)


@pytest.mark.parametrize(
    ("waited", "stretch"),
    [
        *((2, 0), (59, 0), (60, 1), (299, 1), (300, 2), (HOUR, 3), (6 * HOUR, 4)),
        *((DAY, 5), (7 * DAY, 6), (29 * DAY, 6)),
    ],
)
def test_each_stretch_of_time_ends_where_the_next_begins(week, waited, stretch):
    ask(week, waited)
    found = surveyed(week)
    assert found["stretches"] == [int(n == stretch) for n in range(7)]
    assert found["median"] == waited


def test_the_median_is_that_of_the_one_in_the_middle(week):
    assert surveyed(week)["median"] is None
    for waited in (10, 20, 90, 4 * DAY):
        ask(week, waited)
    assert surveyed(week)["median"] == 20
    ask(week, 5 * DAY)
    assert surveyed(week)["median"] == 90


def test_it_counts_the_people_whom_letters_to_both_lists_reach(week):
    day = make_list("the-day", "The Day")
    for name in ("both", "waits", "left", "stopped"):
        person = make_subscriber(f"{name}@example.org")
        make_subscription(week, person)
        here = make_subscription(day, person, confirmed=name != "waits")
        if name == "left":
            here.end("one-click", clock.now())
    make_subscription(week)
    db.session.add(Suppression(email="stopped@example.org", reason="bounce"))
    db.session.commit()
    found = surveying.survey()
    assert found[week.id]["common"] == {str(week.id): 4, str(day.id): 1}
    assert found[day.id]["common"] == {str(week.id): 1, str(day.id): 1}


def test_it_is_done_once_a_day_and_for_a_new_list_within_the_hour(week):
    def made():
        db.session.rollback()
        return {one.list_id: one.made_at for one in db.session.query(ListSurvey)}

    db.session.commit()
    surveying.survey_lists()
    first = made()
    assert list(first) == [week.id]
    surveying.survey_lists()
    assert made() == first
    other = make_list()
    db.session.commit()
    surveying.survey_lists()
    assert set(made()) == {week.id, other.id}
    for one in db.session.query(ListSurvey):
        one.made_at -= surveying.EVERY
    ask(week)
    db.session.commit()
    surveying.survey_lists()
    assert sum(db.session.get_one(ListSurvey, week.id).found["asked"]) == 1


def test_flows_are_told_by_source_and_add_up(week):
    for source, number in (("form", 2), ("import", 3)):
        for _ in range(number):
            make_subscription(week, source=source)
    make_subscription(week, source="import").end("one-click", clock.now())
    db.session.commit()
    bounds = bounds_of(last_months())
    assert counting.flows_by_source(week.id, bounds) == {
        ("joined", "form"): {11: 2}, ("joined", "import"): {11: 4}, ("left", "import"): {11: 1},
    }  # fmt: skip
    assert counting.flows(week.id, bounds) == {"joined": {11: 6}, "left": {11: 1}}
