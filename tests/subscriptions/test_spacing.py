"""How many letters of a list a person takes at most: chosen on their own page, and on record."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from tests.subscriptions.conftest import READER
from tests.subscriptions.test_races import opened, together
from webapp.extensions import db
from webapp.subscriptions import links, wording
from webapp.subscriptions.models import Subscription, subscriber_by_email


@pytest.fixture
def frequencies(app):
    """How often each open subscription comes, by list."""

    def read():
        with app.app_context():
            found = db.session.scalars(select(Subscription).where(Subscription.ended_at.is_(None)))
            return {one.mailing_list.slug: one.frequency for one in found}

    return read


def test_a_frequency_is_saved_and_on_record(browser, path, frequencies, consents):
    shown = browser.open(path).text
    page = browser.press("Save", **{"often-the-week": "month"})
    assert "The Week: at most one a month." in page.text
    assert page.one("#often-the-week option[selected]")["value"] == "month"
    assert frequencies() == {"the-week": "month"}
    [entry] = consents()
    assert (entry.event, entry.reason) == ("spaced", "at most one a month")
    assert (entry.wording, entry.wording_version) == (
        wording.PREFERENCES.text,
        wording.PREFERENCES.version,
    )
    assert entry.wording in shown


def test_a_list_is_joined_with_one(browser, path, frequencies, consents):
    browser.open(path)
    both = {"often-morning-brief": "week", "often-the-week": "every"}
    browser.press("Save", lists=["morning-brief", "the-week"], **both)
    assert frequencies() == {"the-week": "every", "morning-brief": "week"}
    assert [entry.event for entry in consents()] == ["confirmed", "spaced"]


def test_a_list_that_is_not_taken_has_none(browser, path, frequencies, consents):
    browser.open(path)
    assert "Nothing has changed." in browser.press("Save", **{"often-morning-brief": "week"}).text
    assert frequencies() == {"the-week": "every"}
    assert not consents()


def test_a_page_from_before_changes_none(app, browser, path, frequencies):
    browser.open(path)
    browser.press("Save", **{"often-the-week": "month"})
    client, token = opened(app, path)
    client.post(path, data=token | {"lists": "the-week"})
    assert frequencies() == {"the-week": "month"}


def test_another_word_is_refused(browser, path, dump):
    browser.open(path)
    before = dump()
    browser.press("Save", status=422, **{"often-the-week": "never"})
    assert dump() == before


def test_who_left_too_fast_gets_it_as_before(app, browser, path, lists, frequencies):
    browser.open(path)
    browser.press("Save", **{"often-the-week": "week"})
    with app.app_context():
        person = db.session.scalars(subscriber_by_email(READER)).one()
        leave = links.unsubscribe_url(person.id, lists["the-week"])
    browser.open(leave)
    browser.press("Leave The Week")
    browser.press("Join again")
    assert frequencies() == {"the-week": "week"}


def test_two_changes_at_once_are_noted_one_after_the_other(app, path, frequencies, consents):
    pages = [(*opened(app, path), word) for word in ("week", "month", "week", "month")]

    def save(client, token, word):
        return client.post(path, data=token | {"lists": "the-week", "often-the-week": word})

    answers = together(*[lambda p=p: save(*p) for p in pages])
    assert [answer.status_code for answer in answers] == [303] * 4
    said = [entry.reason.rsplit(" ", 1)[1] for entry in consents()]
    assert all(a != b for a, b in itertools.pairwise(said))
    assert frequencies() == {"the-week": said[-1]}
