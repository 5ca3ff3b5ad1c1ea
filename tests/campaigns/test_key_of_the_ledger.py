"""The ledger gets its one key with every row as it was, also where that was cut short."""

from __future__ import annotations

import signal

import flask_migrate
import pytest
from sqlalchemy import delete, inspect, select, text

from tests.campaigns.digesting import make_digest, run, story
from tests.killing import workers
from tests.makers import make_account, make_section
from webapp.campaigns.accounting import settle
from webapp.campaigns.claiming import claim
from webapp.campaigns.journaling import Entry
from webapp.campaigns.models import Delivery
from webapp.campaigns.reactions.models import Reaction, ReactionKind
from webapp.campaigns.reactions.noting import note
from webapp.campaigns.stories.models import DeliveryStory
from webapp.extensions import db
from webapp.mail.letters import Fate
from webapp.reading.following import follow

BEFORE = "0073"
TABLES = (Delivery, DeliveryStory, Reaction)
OLD, NEW = ["campaign_id", "subscriber_id"], ["subscriber_id", "campaign_id"]
# Upgrades, and is killed as it takes the old away.
KILLED = """
import os, signal, flask_migrate
from sqlalchemy import event
from webapp import create_app
from webapp.extensions import db

def end(_connection, _cursor, statement, *_rest):
    old = ("DROP TABLE deliveries", "DROP INDEX ix_deliveries_subscriber_id")
    if statement.strip().startswith(old):
        os.kill(os.getpid(), signal.SIGKILL)

with create_app().app_context():
    event.listen(db.engine, "after_cursor_execute", end)
    flask_migrate.upgrade()
"""


@pytest.fixture
def ledger(context):
    """Under the old schema, a letter with a recipient in each of some states, and their stories."""
    list_id = make_digest(6, is_followed=True)
    nation = make_section("nation", "Nation")
    for number in range(1, 6):  # the sixth follows nothing, and is skipped
        follow(make_account(f"reader{number}@example.org").id, "section", nation.id)
    story("Of the nation", 2, nation)
    letter = run(list_id)
    _claim_and_settle(letter.id)
    note(letter.id, ReactionKind.LEFT, 1)
    db.session.commit()
    flask_migrate.downgrade(revision=BEFORE)
    rows = everything()
    assert [len(one) for one in rows] == [5, 4, 1]
    assert {row.state for row in rows[0]} == {"claimed", "sent", "deferred", "skipped"}
    return rows


def _claim_and_settle(campaign_id):
    connection = db.session.connection()
    ids = [one.delivery_id for one in claim(connection, campaign_id, "me", 6).recipients]
    fates = (Fate.SENT, Fate.DEFERRED)
    settle(connection, "me", map(Entry, ids, fates, ("250 queued", "452 later")), {})
    db.session.execute(delete(Delivery).where(Delivery.id == ids[-1]))  # and its stories with it


def everything():
    """The rows of the ledger and of what belongs to it, none of which names what is not there."""
    asked = [select(one.__table__).order_by(*one.__table__.primary_key) for one in TABLES]
    found = [db.session.execute(one).all() for one in asked]
    if db.engine.dialect.name == "sqlite":
        assert not db.session.execute(text("PRAGMA foreign_key_check")).all()
    db.session.rollback()
    return found


def keys():
    """The columns of the ledger's unique keys."""
    found = inspect(db.session.connection()).get_unique_constraints("deliveries")
    db.session.rollback()
    return [one["column_names"] for one in found]


def test_every_row_is_kept_there_and_back(ledger):
    assert keys() == [OLD]
    flask_migrate.upgrade()
    assert (keys(), everything()) == ([NEW], ledger)
    flask_migrate.check()
    flask_migrate.downgrade(revision=BEFORE)
    assert (keys(), everything()) == ([OLD], ledger)
    flask_migrate.upgrade()


def test_rows_refer_to_each_other_as_before(ledger):
    flask_migrate.upgrade()
    one = db.session.scalars(select(DeliveryStory.delivery_id)).first()
    db.session.execute(delete(Delivery).where(Delivery.id == one))
    stories = db.session.scalars(select(DeliveryStory.delivery_id)).all()
    db.session.commit()
    assert len(stories) == len(ledger[1]) - 1
    assert one not in stories


def test_killed_in_the_middle_it_leaves_the_old_and_begins_again(ledger, app):
    with workers(app, KILLED) as start:
        assert start(0).wait(120) == -signal.SIGKILL
    assert (keys(), everything()) == ([OLD], ledger)
    flask_migrate.upgrade()
    assert (keys(), everything()) == ([NEW], ledger)
