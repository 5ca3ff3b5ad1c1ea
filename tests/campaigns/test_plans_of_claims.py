"""Claiming and settling a batch find each row by its key, whatever PostgreSQL knows of its tables.

Of tables that nobody counted yet it believes that an index of a list, or of what is claimed, holds
a row or two. A campaign to a new list would look through all of it for each of its readers.
"""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text, update

from tests.asking import leave, plans, statements
from tests.campaigns.limits import launch_to
from tests.makers import make_list
from webapp import clock
from webapp.campaigns.accounting import give_back, settle
from webapp.campaigns.claiming import claim
from webapp.campaigns.journaling import Entry
from webapp.campaigns.models import Delivery
from webapp.extensions import db
from webapp.mail.letters import Fate

TO_BE_LONG = ("ix_subscriptions_confirmed", "ix_deliveries_leases", "Seq Scan", "SCAN deliveries")


@pytest.fixture
def asked(context):
    """What is asked while a batch is claimed and settled, and some of it given back."""
    campaign_id = launch_to(make_list(), example_org=60)
    put_off(10, clock.now())
    if db.session.get_bind().dialect.name == "postgresql":  # so few rows are quicker read whole
        db.session.execute(text("SET enable_seqscan = off"))
        db.session.commit()
    connection = db.session.connection()
    with statements() as asked:
        claimed = [one.delivery_id for one in claim(connection, campaign_id, "me", 40).recipients]
        sent = [Entry(one, Fate.SENT, f"250 queued as {one}") for one in claimed[:20]]
        settle(connection, "me", sent, {})
        give_back(connection, "me", claimed[20:])
    yield asked
    leave()


def put_off(number, until):
    """Put off the first so many recipients."""
    off = update(Delivery).where(Delivery.id <= number)
    db.session.execute(off.values(state="deferred", next_try_at=until))
    db.session.commit()


def test_each_row_of_a_batch_is_found_by_its_key(asked):
    found = dict(plans(asked))
    updates = [plan for statement, plan in found.items() if statement.startswith("UPDATE")]
    assert len(updates) == 3
    for plan in found.values():
        assert not any(one in plan for one in TO_BE_LONG), plan
    assert all("pk_deliveries" in plan or "INTEGER PRIMARY KEY" in plan for plan in updates)


@pytest.mark.parametrize(("hours", "questions"), [(-1, 2), (1, 1)])
def test_who_was_put_off_is_asked_for_once_their_time_has_come(context, hours, questions):
    campaign_id = launch_to(make_list(), example_org=4)
    put_off(1, clock.now() + dt.timedelta(hours=hours))
    with statements("WITH") as asked:
        given = claim(db.session.connection(), campaign_id, "me", 2)
    assert len(asked) == questions
    assert (given.recipients[0].delivery_id == 1) == (questions > 1)
