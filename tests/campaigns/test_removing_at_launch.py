"""A launch and the removal of a subscriber at once: the second waits for the first, on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import IntegrityError

from tests.campaigns.working import wait_for
from tests.makers import make_campaign, make_list, make_subscriber
from webapp.campaigns.models import Delivery
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber

WAITS = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE NOT granted AND datname = current_database()
"""


@pytest.fixture
def at_once(context):
    """What launches a letter to a reader, and what removes the reader."""
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("one writes at a time there")
    campaign, reader = make_campaign(make_list()), make_subscriber("ada@example.org")
    columns = {"campaign_id": campaign.id, "subscriber_id": reader.id, "email": reader.email}
    launch = insert(Delivery).values(columns)
    remove = delete(Subscriber).where(Subscriber.id == reader.id)
    db.session.commit()
    return launch, remove


def test_who_would_be_removed_while_a_letter_is_launched_stays(at_once):
    launch, remove = at_once
    assert isinstance(meeting(launch, remove), IntegrityError)


def test_who_is_removed_just_before_a_launch_gets_no_letter(at_once):
    launch, remove = at_once
    assert isinstance(meeting(remove, launch), IntegrityError)


def meeting(first, second):
    """Have the second statement wait for the transaction of the first; what it ends with."""
    with ThreadPoolExecutor(1) as elsewhere, db.engine.begin() as connection:
        connection.execute(first)
        waiting = elsewhere.submit(in_transaction, db.engine, second)
        wait_for(somebody_waits)
        connection.commit()
        return waiting.exception()


def somebody_waits():
    """Whether a transaction waits for another, asked anew each time."""
    with db.engine.begin() as connection:
        return connection.scalar(text(WAITS)) == 1


def in_transaction(engine, statement):
    """Execute a statement on a connection of its own."""
    with engine.begin() as connection:
        connection.execute(statement)
