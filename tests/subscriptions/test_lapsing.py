"""What nobody confirms in thirty days ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from tests.subscriptions.test_same_answer import post
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import lapsing
from webapp.subscriptions.models import Consent

pytestmark = pytest.mark.usefixtures("context")


def test_an_unconfirmed_ask_ends_after_thirty_days():
    week, day = make_list(), dt.timedelta(days=1)
    old = make_subscription(week, confirmed=False, asked_at=clock.now() - 30 * day)
    fresh = make_subscription(week, confirmed=False, asked_at=clock.now() - 29 * day)
    confirmed = make_subscription(week, asked_at=clock.now() - 99 * day)
    db.session.commit()
    lapsing.end_unconfirmed()
    for one in (old, fresh, confirmed):
        db.session.refresh(one)
    assert (old.ended_reason, fresh.ended_at, confirmed.ended_at) == ("unconfirmed", None, None)
    ended, erased = db.session.scalars(select(Consent).order_by(Consent.id))
    assert (ended.event, ended.source, ended.reason) == ("ended", "sweep", "unconfirmed")
    assert (erased.event, erased.source) == ("erased", "sweep")


def test_the_address_is_forgotten_with_the_ask_and_may_ask_again(app, lists, dump):
    with time_machine.travel(clock.now() - dt.timedelta(days=31)):
        post(app)
    assert READER in repr(dump()["subscribers"])
    lapsing.end_unconfirmed()
    db.session.rollback()  # lets go of the write lock
    rows = dump()
    for table in ("subscribers", "subscriptions", "consents", "consent_details"):
        assert READER not in repr(rows.get(table)), table
    assert not rows["suppressions"]
    post(app)
    assert READER in repr(dump()["subscribers"])


@pytest.mark.parametrize("kept_by", ["another ask", "a confirmed list", "a proof", "a leave"])
def test_whom_something_else_knows_is_not_forgotten(kept_by):
    week, other, now = make_list(), make_list(), clock.now()
    person = make_subscriber(READER, confirmed_at=now if kept_by == "a proof" else None)
    make_subscription(week, person, confirmed=False, asked_at=now - dt.timedelta(days=31))
    if kept_by != "a proof":
        further = make_subscription(other, person, confirmed=kept_by == "a confirmed list")
        if kept_by == "a leave":
            further.end("everything", now)
    db.session.commit()
    lapsing.end_unconfirmed()
    db.session.refresh(person)
    assert person.email == READER


def test_many_end_in_several_steps(monkeypatch):
    monkeypatch.setattr(lapsing, "BATCH", 2)
    week = make_list()
    for _ in range(5):
        make_subscription(week, confirmed=False, asked_at=clock.now() - dt.timedelta(days=31))
    db.session.commit()
    lapsing.end_unconfirmed()
    assert db.session.query(Consent).filter_by(event="ended").count() == 5
