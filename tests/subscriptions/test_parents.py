"""No row names a parent that is not there, by whatever way the database looks (migration 0071)."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.campaigns.limits import launch_to
from tests.makers import make_list
from tests.subscriptions.imports import imported, people
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.subscriptions.importing.models import Import, ImportEntry
from webapp.subscriptions.models import (
    Consent,
    ConsentDetails,
    MailingList,
    Subscriber,
    Subscription,
)

NOBODY = 987654
KEYS = [
    (Delivery, "campaign_id", Campaign),
    (Delivery, "subscriber_id", Subscriber),
    (Delivery, "list_id", MailingList),
    (Subscription, "list_id", MailingList),
    (Subscription, "subscriber_id", Subscriber),
    (Consent, "list_id", MailingList),
    (Consent, "subscriber_id", Subscriber),
    (ConsentDetails, "consent_id", Consent),
    (ImportEntry, "import_id", Import),
]
NAMES = [f"{model.__tablename__}.{column}" for model, column, _ in KEYS]


@pytest.fixture(autouse=True)
def _rows(context):
    """A row of each table: two people were imported, and a letter was launched to three."""
    mailing_list = make_list()
    db.session.commit()
    imported(people(2), mailing_list)
    launch_to(mailing_list, example_net=1)
    db.session.rollback()


def another(model, **columns):
    """A row like the first of a table, but for its key and for some columns."""
    table = model.__table__
    row = dict(
        db.session.execute(select(table).order_by(*table.primary_key).limit(1)).one()._mapping
    )
    if "id" in row:
        row["id"] += NOBODY
    return row | columns


@pytest.mark.parametrize(("model", "column", "_parent"), KEYS, ids=NAMES)
def test_none_is_added_without_its_parent(model, column, _parent):
    number = db.session.query(model).count()
    assert number
    with pytest.raises(IntegrityError):
        db.session.execute(insert(model.__table__), [another(model, **{column: NOBODY})])
    db.session.rollback()
    assert db.session.query(model).count() == number


@pytest.mark.parametrize(("model", "column", "_parent"), KEYS, ids=NAMES)
def test_none_changes_to_a_parent_that_is_not_there(model, column, _parent):
    with pytest.raises(DBAPIError):  # or the record refuses every change
        db.session.execute(update(model).values({column: NOBODY}))
    db.session.rollback()


@pytest.mark.parametrize("parent", [Campaign, Subscriber, MailingList, Consent])
def test_a_parent_that_is_named_stays(parent):
    number = db.session.query(parent).count()
    with pytest.raises(DBAPIError):
        db.session.execute(delete(parent))
    db.session.rollback()
    assert db.session.query(parent).count() == number > 0


@pytest.mark.parametrize("parent", [Campaign, Subscriber, MailingList, Consent, Import])
def test_a_table_of_parents_is_not_emptied(parent):
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("it knows no TRUNCATE")
    number = db.session.query(parent).count()
    with pytest.raises(DBAPIError):
        db.session.execute(text(f"TRUNCATE {parent.__tablename__} CASCADE"))
    db.session.rollback()
    assert db.session.query(parent).count() == number > 0


def test_the_entries_of_an_import_go_with_it():
    assert db.session.query(ImportEntry).count() == 2
    db.session.execute(delete(Import))
    db.session.commit()
    assert db.session.query(ImportEntry).count() == 0


def test_every_key_of_these_tables_is_known_here():
    """On SQLite all of them are keys; on PostgreSQL those that are not are looked up at once."""
    known = set(NAMES)
    for model in {model for model, _, _ in KEYS}:
        keys = inspect(db.engine).get_foreign_keys(model.__tablename__)
        assert {f"{model.__tablename__}.{key['constrained_columns'][0]}" for key in keys} <= known
