"""Claiming and settling a batch find each row by its key, whatever PostgreSQL knows of its tables.

Of tables that nobody counted yet it believes that an index of a list, or of what is claimed, holds
a row or two. A campaign to a new list would look through all of it for each of its readers.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.asking import leave, plans, statements
from tests.campaigns.limits import launch_to
from tests.makers import make_list
from webapp.campaigns.accounting import give_back, settle
from webapp.campaigns.claiming import claim
from webapp.campaigns.journaling import Entry
from webapp.extensions import db
from webapp.mail.letters import Fate

TO_BE_LONG = ("ix_subscriptions_confirmed", "ix_deliveries_leases", "Seq Scan", "SCAN deliveries")


@pytest.fixture
def asked(context):
    """What is asked while a batch is claimed and settled, and some of it given back."""
    campaign_id = launch_to(make_list(), example_org=60)
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


def test_each_row_of_a_batch_is_found_by_its_key(asked):
    found = dict(plans(asked))
    updates = [plan for statement, plan in found.items() if statement.startswith("UPDATE")]
    assert len(updates) == 3
    for plan in found.values():
        assert not any(one in plan for one in TO_BE_LONG), plan
    assert all("pk_deliveries" in plan or "INTEGER PRIMARY KEY" in plan for plan in updates)
