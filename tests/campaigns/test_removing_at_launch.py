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
def campaign(context):
    """A campaign without recipients."""
    made = make_campaign(make_list())
    db.session.commit()
    return made


def delivery(campaign, subscriber_id, **columns):
    return {
        "campaign_id": campaign.id,
        "subscriber_id": subscriber_id,
        "email": "ada@example.org",
        **columns,
    }


def test_who_would_be_removed_while_a_letter_is_launched_stays(campaign):
    """Of two transactions at once the second waits for the first, and then is refused."""
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("one writes at a time there")
    reader = make_subscriber("ada@example.org")
    row, remove = (
        delivery(campaign, reader.id),
        delete(Subscriber).where(Subscriber.id == reader.id),
    )
    db.session.commit()
    with ThreadPoolExecutor(1) as elsewhere:
        with db.engine.begin() as launching:
            launching.execute(insert(Delivery), [row])
            removing = elsewhere.submit(in_transaction, db.engine, remove)
            wait_for(somebody_waits)
        with pytest.raises(IntegrityError):
            removing.result()


def test_who_is_removed_just_before_a_launch_gets_no_letter(campaign):
    """The same the other way round."""
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("one writes at a time there")
    reader = make_subscriber("ada@example.org")
    row, remove = (
        delivery(campaign, reader.id),
        delete(Subscriber).where(Subscriber.id == reader.id),
    )
    db.session.commit()
    with ThreadPoolExecutor(1) as elsewhere:
        with db.engine.begin() as removing:
            removing.execute(remove)
            launching = elsewhere.submit(in_transaction, db.engine, insert(Delivery).values(row))
            wait_for(somebody_waits)
        with pytest.raises(IntegrityError):
            launching.result()


def somebody_waits():
    """Whether a transaction waits for another, asked anew each time."""
    with db.engine.begin() as connection:
        return connection.scalar(text(WAITS)) == 1


def in_transaction(engine, statement):
    """Execute a statement on a connection of its own."""
    with engine.begin() as connection:
        connection.execute(statement)
