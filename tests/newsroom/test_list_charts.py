"""Pictures of lists with their numbers: by source, confirming, overlap; and all imports."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import bring, people
from webapp import clock
from webapp.accounts.models import account_by_email
from webapp.extensions import db
from webapp.newsroom.sketching import lasting
from webapp.subscriptions import surveying
from webapp.subscriptions.keeping import entrust

CHARTS = "/newsroom/lists/1/charts/"


@pytest.fixture
def lists(filled):
    """Two lists with some people in common, some of whom took their time."""
    with filled():
        week, day = make_list("the-week", "The Week"), make_list("the-day", "The Day")
        now = clock.now()
        for number in range(4):
            person = make_subscriber(f"r{number}@example.org")
            asked = now - dt.timedelta(minutes=number * number)
            make_subscription(week, person, asked_at=asked)
            if number:
                make_subscription(day, person, source="import")
        make_subscription(week, confirmed=False)
        make_subscription(week, source="import").end("one-click", now)


@pytest.fixture
def surveyed(app, lists):
    with app.app_context():
        surveying.survey_lists()


def rows(page, label):
    """The numbers of a chart, by the words on which one presses for them."""
    table = next(one for one in page.all(".numbers") if one.summary.get_text() == label)
    return [[c.get_text() for c in row.select("th, td")] for row in table.select("tbody tr")]


def drawn(page, label):
    """How many bars a chart has, up and down."""
    chart = page.one(f"[aria-label='{label}'] svg")
    return len(chart.select(".chart__up")), len(chart.select(".chart__down"))


def test_each_source_has_a_chart_and_its_numbers(keeper, lists):
    page = keeper.open(CHARTS)
    titles = [one.get_text() for one in page.all("h3.panel__title")]
    assert titles == ["A form of the site", "Import"]
    month = f"{clock.now():%B %Y}"
    assert rows(page, "The numbers: A form of the site")[-1] == [month, "4", "0"]
    assert rows(page, "The numbers: Import")[-1] == [month, "1", "1"]
    assert drawn(page, "Chart: Import") == (1, 1)
    assert (
        "Import: 1 joined and 1 left" in page.one("[aria-label='Chart: Import'] svg")["aria-label"]
    )


def test_before_the_first_count_it_says_when_there_will_be_one(keeper, lists):
    assert "for a new list within the hour" in keeper.open(CHARTS).text
    assert "for a new list within the hour" in keeper.open("/newsroom/lists/overlap/").text


def test_it_says_who_confirmed_and_how_soon(keeper, surveyed):
    page = keeper.open(CHARTS)
    assert "within 4 minutes" in page.text
    shares = rows(page, "The numbers: share that confirms")
    assert len(shares) == 12
    assert shares[0][1:] == ["0", "0", "nobody asked"]
    assert sum(int(asked) for _, asked, *_ in shares) == 4
    assert sum(int(confirmed) for _, _, confirmed, _ in shares) == 3
    stretches = rows(page, "The numbers: time to confirm")
    assert [number for _, number, _ in stretches] == ["0", "2", "1", "0", "0", "0", "0"]
    assert stretches[1] == ["1–5 min", "2", "67 %"]
    assert drawn(page, "Chart of the time to confirm") == (2, 0)


def test_two_lists_show_how_many_people_they_have_in_common(keeper, surveyed):
    page = keeper.open("/newsroom/lists/overlap/")
    table = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in page.all("tbody tr")
    ]
    assert table == [["The Day", "3", "–", "3 100 %"], ["The Week", "4", "3 75 %", "–"]]
    assert [bar["width"] for bar in page.all(".overlap__share")] == ["100", "75"]


def test_a_list_nobody_joined_has_a_page_too(keeper, filled, app):
    with filled():
        make_list("empty", "Empty")
    with app.app_context():
        surveying.survey_lists()
    page = keeper.open(CHARTS)
    assert "Nobody joined or left" in page.text
    assert "Nobody asked by a form" in page.text


def test_who_manages_some_lists_sees_nothing_of_others(keeper, surveyed, filled):
    with filled():
        week, day = 1, 2
        for number in (week, day):
            bring(people(1), db.session.get_one(surveying.MailingList, number))
        entrust(db.session.scalars(account_by_email("lists@example.com")).one(), [week])
    for path in ("lists/overlap/", "imports/"):
        assert "The Day" not in keeper.open(f"/newsroom/{path}").text
    keeper.open("/newsroom/lists/2/charts/", status=404)


def test_all_imports_stand_on_one_screen(keeper, lists, filled):
    assert "No file was brought yet" in keeper.open("/newsroom/imports/").text
    with filled():
        for number in (1, 2):
            bring(people(1), db.session.get_one(surveying.MailingList, number))
    keeper.open("/newsroom/lists/")
    page = keeper.follow("Imports")
    found = [[c.get_text() for c in row.select("th, td")][:2] for row in page.all("tbody tr")]
    assert found == [["people.csv", "The Day"], ["people.csv", "The Week"]]
    keeper.follow("people.csv")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((None, ""), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (270, "4 minutes")),
        *((7200, "2 hours"), (86_400, "1 day"), (260_000, "3 days")),
    ],
)
def test_a_stretch_of_time_is_told_in_one_unit(seconds, words):
    assert lasting(seconds) == words
