"""Segments on the screens of staff: found, kept, written to, given out, removed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from tests.newsroom.letters import write
from webapp.extensions import db
from webapp.subscriptions.models import subscriber_by_email


@pytest.fixture
def people(filled):
    with filled():
        week = make_list("the-week", "The Week")
        for name, city in (("aida", "Almaty"), ("berik", "Almaty"), ("chris", "Astana")):
            person = make_subscriber(f"{name}@example.org", attributes={"city": city})
            make_subscription(week, person)
        make_subscriber("alone@example.org", name="=1+1")


def addresses(page):
    return {row.get_text().partition("@")[0] for row in page.all(".table tbody th")}


def kept(browser):
    """Look for people of one city, and keep that."""
    browser.open("/newsroom/subscribers/?list_id=1&attribute=city&value=Almaty")
    assert addresses(browser.page) == {"aida", "berik"}
    page = browser.follow("Keep as a segment")
    assert "2 meet this now" in page.text
    return browser.press("Keep segment", name="Almaty readers")


def test_what_was_looked_for_is_kept_under_a_name_once(keeper, people, acts):
    assert "On The Week, city is “Almaty”." in kept(keeper).text
    keeper.open("/newsroom/segments/new/?words=aida")
    again = keeper.press("Keep segment", status=422, name="Almaty readers")
    assert "Another segment has this name" in again.text
    assert acts() == [("lists@example.com", "made segment", "Almaty readers")]


def test_everybody_is_found_and_chips_take_filters_off(keeper, people):
    page = keeper.open("/newsroom/subscribers/")
    assert addresses(page) == {"aida", "berik", "chris", "alone"}
    page = keeper.open("/newsroom/subscribers/?q=AIDA&list_id=1&state=confirmed")
    assert addresses(page) == {"aida"}
    assert len(page.all(".chip")) == 3
    assert "state" not in page.all(".chip")[1]["href"], "the state goes with its list"


def test_a_letter_goes_to_a_segment_of_its_list(keeper, people):
    kept(keeper)
    page = write(keeper, list_id="1", segment_id="1")
    assert "to everyone in Almaty readers who confirmed The Week" in page.text
    assert "It would reach 2 confirmed subscribers" in page.text
    keeper.press("Send to 2")
    keeper.open("/newsroom/segments/1/")
    assert "It stays" in keeper.press("Remove", status=409).text


def test_a_letter_goes_to_a_segment_whichever_newsletter_its_people_confirmed(
    keeper, people, filled
):
    with filled():
        rivers, alerts = make_list("rivers", "Rivers"), make_list("now", kind="breaking alert")
        for name, one in (("dana", rivers), ("aida", rivers), ("erik", alerts)):
            known = db.session.scalar(subscriber_by_email(f"{name}@example.org"))
            person = known or make_subscriber(f"{name}@example.org", attributes={"city": "Almaty"})
            make_subscription(one, person)
    keeper.open("/newsroom/segments/new/?attribute=city&value=Almaty")
    keeper.press("Keep segment", name="Almaty readers")
    keeper.open("/newsroom/campaigns/new/?list=the-week")
    refused = keeper.press("Save letter", status=422, subject="News", is_across_lists="y")
    assert "Choose a segment above, or take this tick away." in refused.text
    page = write(keeper, segment_id="1", is_across_lists="y")
    assert (
        "to everyone in Almaty readers who confirmed The Week or any other newsletter" in page.text
    )
    assert "It would reach 3 confirmed subscribers" in page.text
    assert "− get it through another of its lists" in page.text
    edited = keeper.follow("Edit")
    assert edited.one("#is_across_lists").has_attr("checked")
    assert not edited.all("#also-0[checked], #also-1[checked]")
    keeper.press("Save letter")
    keeper.press("Send to 3")
    assert "frozen at 3" in keeper.page.text


def test_a_segment_that_a_letter_leaves_out_stays(keeper, people):
    kept(keeper)
    write(keeper, but_segments="1")
    keeper.open("/newsroom/segments/1/")
    assert "It stays" in keeper.press("Remove", status=409).text


def test_a_segment_is_given_out_and_removed(keeper, people, acts):
    kept(keeper)
    keeper.follow("Export")
    sent = {"csrf_token": keeper.page.all("[name=csrf_token]")[-1]["value"], "who": "all"}
    told = {
        kind: keeper.client.post("/newsroom/segments/1/export/", data=sent | {"kind": kind}).text
        for kind in ("csv", "json")
    }
    rows = list(csv.DictReader(io.StringIO(told["csv"])))
    assert [(row["email"], row["city"], row["list"]) for row in rows] == [
        ("aida@example.org", "Almaty", "the-week"),
        ("berik@example.org", "Almaty", "the-week"),
    ]
    objects = json.loads(told["json"])
    assert [one["email"] for one in objects] == ["aida@example.org", "berik@example.org"]
    assert objects[0]["attributes"] == {"city": "Almaty"}
    keeper.open("/newsroom/segments/1/")
    keeper.press("Remove")
    assert "No segment yet" in keeper.page.text
    assert [act for _, act, _ in acts()] == [
        "made segment",
        "exported segment",
        "exported segment",
        "removed segment",
    ]
