"""The subscribers of a list: its figures, who is found, who is added, and who ends."""

import datetime as dt
import itertools

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import Suppression

EVIDENCE = "Paper form at the book fair, 12 October, folder 4."


@pytest.fixture
def people(filled):
    """A list with two who confirmed, one who waits, one who left, and one suppressed."""
    now = clock.now()
    with filled():
        weekly = make_list("the-week", "The Week")
        for name in ("confirmed", "also", "suppressed"):
            make_subscription(weekly, make_subscriber(f"{name}@example.org"))
        make_subscription(
            weekly, make_subscriber("waits@example.org"), confirmed=False, source="import"
        )
        left = make_subscriber("left@example.org")
        make_subscription(weekly, left, ended_at=now, ended_reason="unsubscribed")
        gone = make_subscription(weekly, make_subscriber("back@example.org"))
        gone.end("preferences", now)
        db.session.flush()
        make_subscription(weekly, gone.subscriber)
        db.session.add(Suppression(email="suppressed@example.org", reason="bounce"))


def figures(page):
    """The key figures of the page, by name."""
    return {
        one.select_one("dt").get_text(): int(one.select_one("dd").get_text().replace(",", ""))
        for one in page.all(".figure-row__one")
    }


def test_the_four_figures_add_up_to_all_addresses(keeper, people):
    assert figures(keeper.open("/newsroom/lists/1/")) == {
        "Confirmed": 3,
        "Awaiting confirmation": 1,
        "Left": 1,
        "Suppressed": 1,
        "All addresses": 6,
    }


def test_the_chart_ends_with_the_confirmed_of_today_and_its_numbers_add_up(keeper, filled, people):
    with filled():
        weekly = make_list("old", "The Old")
        for days in (500, 300, 300, 90, 5):
            then = clock.now() - dt.timedelta(days=days)
            row = make_subscription(weekly, asked_at=then)
            row.confirmed_at = then
            if days == 90:
                row.end("unsubscribed", then + dt.timedelta(days=40))
    for number, confirmed in ((1, 3), (2, 4)):
        page = keeper.open(f"/newsroom/lists/{number}/")
        rows = [[cell.get_text() for cell in row.select("td")] for row in page.all(".numbers tr")][
            1:
        ]
        months = [[int(cell) for cell in row] for row in rows]
        assert len(months) == 12
        assert months[-1][2] == confirmed
        for before, month in itertools.pairwise(months):
            assert month[2] == before[2] + month[0] - month[1]
        assert all(chart["aria-label"] for chart in page.all("svg.chart"))


FILTERS = [
    ("q=CONFIRMED", {"confirmed"}),
    ("q=%25", set()),
    ("state=confirmed", {"confirmed", "also", "back"}),
    ("state=awaiting", {"waits"}),
    ("state=left", {"left"}),
    ("state=suppressed", {"suppressed"}),
    ("state=nonsense", {"confirmed", "also", "suppressed", "waits", "left", "back"}),
    ("source=import", {"waits"}),
    ("since=2000-01-01&until=2001-01-01", set()),
    ("since=2000-01-01&q=waits", {"waits"}),
    ("until=9999-12-31&q=waits", {"waits"}),
    ("since=yesterday&q=waits", {"waits"}),
]


def test_subscribers_are_found_and_the_filters_stay_in_sight(keeper, people):
    for asked, found in FILTERS:
        page = keeper.open(f"/newsroom/lists/1/?{asked}")
        rows = {row.get_text().partition("@")[0] for row in page.all(".table tbody th a")}
        assert rows == found, asked
        in_force = asked.count("=") - asked.count("nonsense") - asked.count("yesterday")
        assert len(page.all(".chip")) == in_force, asked


def test_someone_who_agreed_elsewhere_is_added_with_what_shows_it(keeper, people, acts):
    keeper.open("/newsroom/lists/1/add/")
    page = keeper.press("Add to the list", email="New@Example.org", evidence=EVIDENCE)
    assert figures(page)["Confirmed"] == 4
    proof = keeper.follow("new@example.org")
    assert EVIDENCE in proof.text
    assert "staff lists@example.com" in proof.text
    assert acts() == [("lists@example.com", "added subscriber", "new@example.org")]


NOT_ADDED = [
    ("suppressed@example.org", EVIDENCE, "Mail to it came back"),
    ("left@example.org", EVIDENCE, "Only they can join again"),
    ("also@example.org", EVIDENCE, "This address is on the list already."),
    ("nobody", EVIDENCE, "Write the address in full"),
    ("new@example.org", "", "Say where and when this person agreed"),
]


def test_who_cannot_be_added_is_refused_on_the_form(keeper, people, acts):
    for email, evidence, sentence in NOT_ADDED:
        keeper.open("/newsroom/lists/1/add/")
        words = {"email": email, "evidence": evidence, "name": "A name"}
        page = keeper.press("Add to the list", status=422, **words)
        assert sentence in page.text
        assert page.one("[name=email]")["value"] == email
        assert page.one("[name=name]")["value"] == "A name"
    assert not acts()
    assert figures(keeper.open("/newsroom/lists/1/"))["All addresses"] == 6


def test_a_subscription_ends_with_a_reason_once(keeper, people, acts):
    keeper.open("/newsroom/lists/1/?q=also")
    keeper.follow("also@example.org")
    address = keeper.page.path
    keeper.press("End subscription", status=422, reason="")
    page = keeper.press("End subscription", reason="Asked by telephone.")
    assert figures(page)["Left"] == 2
    proof = keeper.open(address)
    assert "Ended: staff" in proof.text
    assert "Asked by telephone." in proof.text
    assert not proof.all("button:-soup-contains('End subscription')")
    assert acts() == [("lists@example.com", "ended subscription", "also@example.org")]


def test_what_ended_already_is_not_ended_again(keeper, people, acts):
    keeper.open("/newsroom/subscriptions/1/")
    keeper.client.post(
        "/newsroom/subscriptions/1/end/",
        data={
            "csrf_token": keeper.page.form("End subscription").select_one("[name=csrf_token]")[
                "value"
            ],
            "reason": "Once",
        },
    )
    assert "had ended before" in keeper.press("End subscription", reason="Twice").text
    assert len(acts()) == 1


def test_suppressed_addresses_are_shown_with_their_reason(keeper, people):
    page = keeper.open("/newsroom/suppressed/?q=SUPPRESSED%40")
    assert "Bounce" in page.one("tbody").get_text()
    assert "No address matches" in keeper.open("/newsroom/suppressed/?q=nobody").text
