"""No letter until a day, for a holiday; then they come again by themselves."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.subscriptions.conftest import READER
from tests.subscriptions.test_races import opened, together
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import subscriber_by_email

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def paused(app):
    """Until when the person paused."""

    def read():
        with app.app_context():
            return db.session.scalars(subscriber_by_email(READER)).one().paused_until

    return read


def test_a_pause_lasts_to_the_day_where_the_paper_is(browser, path, paused, consents):
    with time_machine.travel(NOON, tick=False):
        browser.open(path)
        page = browser.press("Pause every letter", until="2027-03-15")
        assert "No letter comes before 15 March 2027." in page.text
        assert "Your letters are paused until 15 March 2027" in page.text
    assert paused() == dt.datetime(2027, 3, 14, 19, tzinfo=dt.UTC)  # Almaty is five hours ahead
    [entry] = consents()
    assert (entry.event, entry.reason, entry.list_id) == ("paused", "until 15 March 2027", None)
    assert entry.wording in page.text
    assert entry.wording_version == "pause-1"


def test_it_ends_by_itself(browser, path):
    with time_machine.travel(NOON, tick=False):
        browser.open(path)
        browser.press("Pause every letter", until="2027-03-15")
    with time_machine.travel(dt.datetime(2027, 3, 14, 18, 59, tzinfo=dt.UTC), tick=False):
        assert "paused until" in browser.open(path).text
    with time_machine.travel(dt.datetime(2027, 3, 14, 19, tzinfo=dt.UTC), tick=False):
        assert "paused until" not in browser.open(path).text


def test_it_may_be_ended_early(browser, path, paused, consents):
    browser.open(path)
    browser.press("Pause every letter")
    page = browser.press("End the pause now")
    assert "The pause has ended." in page.text
    assert paused() is None
    assert [entry.event for entry in consents()] == ["paused", "resumed"]


def test_the_day_may_be_changed_and_the_same_day_is_noted_once(browser, path, consents):
    browser.open(path)
    browser.press("Pause every letter")
    browser.press("Change the day")
    assert [entry.event for entry in consents()] == ["paused"]
    other = (clock.now() + dt.timedelta(days=3)).date()
    browser.press("Change the day", until=other.isoformat())
    assert [entry.event for entry in consents()] == ["paused", "paused"]
    assert consents()[-1].reason == f"until {other:%-d %B %Y}"


@pytest.mark.parametrize("until", ["2027-03-01", "2027-09-01", "", "soon", "0001-01-01"])
def test_another_day_is_refused_with_the_days_that_are_not(browser, path, dump, until):
    with time_machine.travel(NOON, tick=False):
        browser.open(path)
        before = dump()
        page = browser.press("Pause every letter", status=422, until=until)
        said = "Choose a day between 2 March 2027 and 31 August 2027"
        assert said in page.one("#until-error").get_text()
        assert page.one("#until")["value"] == until
        assert page.one("input[name=lists][checked]")["id"] == "letter-the-week"
    assert dump() == before


def test_looking_changes_nothing(app, browser, path, dump):
    browser.open(path)
    before = dump()
    for method in ("get", "head", "options"):
        for further in ("", "pause/", "resume/"):
            getattr(browser.client, method)(path + further)
    assert dump() == before


def test_two_at_once_are_noted_one_after_the_other(app, path, consents):
    pages = [opened(app, path) for _ in range(4)]
    day = (clock.now() + dt.timedelta(days=20)).date().isoformat()
    answers = together(
        *[lambda p=p: p[0].post(path + "pause/", data=p[1] | {"until": day}) for p in pages]
    )
    assert [answer.status_code for answer in answers] == [303] * 4
    assert [entry.event for entry in consents()] == ["paused"]
