"""How the database is opened: what only reads needs no transaction, and leaves none behind."""

from __future__ import annotations

import pytest
from sqlalchemy import literal, select, text

from tests.makers import make_section
from webapp.database import only_reading, read_at_length
from webapp.extensions import db
from webapp.reading.models import Section


@pytest.fixture
def reading(app):
    """In a request that only reads, as GET is."""
    token = only_reading.set(True)
    with app.app_context():
        yield
    only_reading.reset(token)


def driver():
    """The driver’s connection of the session."""
    return db.session.connection().connection.driver_connection


def is_postgresql(app):
    return app.config["DATABASE_URL"].startswith("postgresql")


def test_postgresql_is_asked_without_a_transaction_by_what_only_reads(app, reading):
    if not is_postgresql(app):
        assert driver().in_transaction
        return
    first = db.session.scalar(text("SELECT now()"))
    assert driver().autocommit
    assert db.session.scalar(text("SELECT now()")) > first


def test_what_writes_after_it_on_the_same_connection_has_its_transaction(app, reading):
    used = driver()
    db.session.rollback()
    token = only_reading.set(False)
    assert driver() is used
    slug = make_section().slug
    db.session.rollback()
    assert db.session.scalar(select(Section.id).where(Section.slug == slug)) is None
    only_reading.reset(token)


def test_rows_can_be_read_little_by_little(app, reading):
    read_at_length(db.session())
    rows = db.session.execute(select(literal(1)).execution_options(yield_per=1))
    assert [row[0] for row in rows] == [1]
