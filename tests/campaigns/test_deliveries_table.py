"""A delivery is of a campaign that is there, to a subscriber who is there: the database says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from tests.campaigns.limits import launch_to
from tests.campaigns.working import wait_for
from tests.makers import make_campaign, make_list, make_subscriber
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber

NOBODY = 987654
WAITS = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()"


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


@pytest.mark.parametrize("missing", ["campaign_id", "subscriber_id", "list_id"])
def test_none_is_of_what_is_not_there(campaign, missing):
    reader = make_subscriber("ada@example.org")
    other = make_subscriber("grace@example.org")
    rows = [
        delivery(campaign, other.id, list_id=None),
        {**delivery(campaign, reader.id, list_id=None), missing: NOBODY},
    ]
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Delivery), rows)
    db.session.rollback()
    assert db.session.query(Delivery).count() == 0


@pytest.mark.parametrize("parent", [Campaign, Subscriber])
def test_what_it_is_of_stays(context, parent):
    launch_to(make_list(), example_org=2)
    with pytest.raises(IntegrityError):
        db.session.execute(delete(parent))
    db.session.rollback()


def test_whose_it_is_does_not_change_to_somebody_who_is_not_there(context):
    launch_to(make_list(), example_org=1)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Delivery).values(subscriber_id=NOBODY))
    db.session.rollback()


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
            wait_for(lambda: launching.scalar(text(WAITS)) == 1)
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
            wait_for(lambda: removing.scalar(text(WAITS)) == 1)
        with pytest.raises(IntegrityError):
            launching.result()


def in_transaction(engine, statement):
    """Execute a statement on a connection of its own."""
    with engine.begin() as connection:
        connection.execute(statement)
