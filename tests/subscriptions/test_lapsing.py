"""What nobody confirms in thirty days ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.makers import make_list, make_subscription
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
    assert old.subscriber.email
    [entry] = db.session.scalars(select(Consent))
    assert (entry.event, entry.source, entry.evidence) == ("ended", "sweep", "unconfirmed")


def test_many_end_in_several_steps(monkeypatch):
    monkeypatch.setattr(lapsing, "BATCH", 2)
    week = make_list()
    for _ in range(5):
        make_subscription(week, confirmed=False, asked_at=clock.now() - dt.timedelta(days=31))
    db.session.commit()
    lapsing.end_unconfirmed()
    assert db.session.query(Consent).count() == 5
