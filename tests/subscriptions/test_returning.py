"""The old address has its letters back."""

from __future__ import annotations

import datetime as dt

import time_machine
from sqlalchemy import select

from tests.subscriptions.conftest import NEW, READER, link_in, people
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import returning
from webapp.subscriptions.models import (
    SubscriberMove,
)


def test_the_old_address_has_them_back(app, browser, path, moved, consents, outbox):
    back = moved()
    mine = browser.page.path
    page = browser.open(back)
    assert NEW not in page.text
    page = browser.press("Have them back")
    assert "Your letters come to this address again." in page.text
    assert people(app) == [(READER, "the-week")]
    assert [entry.event for entry in consents()] == ["moved", "moved"]
    browser.open(mine, status=410)
    assert browser.open(back).title == "Your letters are back already"


def test_it_has_them_back_from_who_had_the_address(app, browser, path, held, moved):
    browser.open(path)
    browser.press("Save", **{"often-the-week": "month"})
    browser.open(moved())
    browser.press("Have them back")
    assert people(app) == [(NEW, "morning-brief"), (READER, "the-week")]
    assert browser.page.one("#often-the-week option[selected]")["value"] == "month"


def test_it_has_them_back_however_often_they_were_moved_since(app, browser, held, moved, outbox):
    back = moved("first@example.net")
    browser.press("Send the link", email=NEW)
    browser.open(link_in(outbox()[-1]))
    browser.press("Move my letters here")
    assert people(app) == [(NEW, "morning-brief"), (NEW, "the-week")]
    browser.open(back)
    browser.press("Have them back")
    assert people(app) == [(NEW, "morning-brief"), (READER, "the-week")]


def test_it_has_them_back_for_seven_days(app, browser, moved):
    back = moved()
    with time_machine.travel(clock.now() + dt.timedelta(days=7, minutes=1)):
        browser.open(back, status=410)
        with app.app_context():
            returning.forget_moves()
            assert db.session.scalars(select(SubscriberMove)).all()
    with time_machine.travel(clock.now() + dt.timedelta(days=8, minutes=1)), app.app_context():
        returning.forget_moves()
        assert not db.session.scalars(select(SubscriberMove)).all()
