"""What a subscriber prefers, as the newsroom sees it."""

from __future__ import annotations

import datetime as dt

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import Farewell

PAGE = "/newsroom/subscriptions/1/"


def test_a_pause_and_a_frequency_are_shown(keeper, filled):
    with filled():
        person = make_subscriber("away@example.org")
        person.paused_until = clock.now() + dt.timedelta(days=3)
        until = person.paused_until.strftime("%Y")
        make_subscription(make_list(), person, frequency="week")
    text = keeper.open(PAGE).text
    assert "At most one a week." in text
    assert "Paused until" in text
    assert until in text


def test_nothing_is_said_of_who_takes_every_letter_and_has_paused_before(keeper, filled):
    with filled():
        person = make_subscriber("back@example.org", paused_until=clock.now())
        make_subscription(make_list(), person)
    text = keeper.open(PAGE).text
    assert "Paused" not in text
    assert "At most" not in text


def test_why_people_left_is_counted_and_their_newest_words_are_shown(keeper, filled):
    with filled():
        week = make_list()
        for reason, words, days in (
            ("too-many", "Three a day.", 1),
            ("too-many", "", 2),
            ("", "<b>Bye</b>", 3),
            ("looks", "Long ago.", 366),
        ):
            at = clock.now() - dt.timedelta(days=days)
            db.session.add(Farewell(list_id=week.id, reason=reason, words=words, at=at))
        db.session.add(Farewell(list_id=make_list().id, reason="other", words="Of another list."))
    page = keeper.open("/newsroom/lists/1/")
    assert rows_of(page, "farewells") == ["Too many letters 2", "In their own words alone 1"]
    first, second = rows_of(page, "words")
    assert first.endswith("Three a day.")
    assert second.endswith("<b>Bye</b>")
    assert "3 said so" in page.text


def rows_of(page, panel):
    """The rows of the table in a panel."""
    found = page.one(f"section[aria-labelledby={panel}]").select("tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


def test_a_list_that_nobody_left_says_nothing_of_it(keeper, filled):
    with filled():
        make_list()
    assert not keeper.open("/newsroom/lists/1/").all("#farewells")
