"""Entries from before there was a chain take their place in it, on both databases."""

from __future__ import annotations

from contextlib import contextmanager

import flask_migrate
import pytest
from sqlalchemy import Engine, event, inspect, select, text

from tests.makers import make_list, make_subscriber
from tests.subscriptions.record import verified, write_entries
from webapp.extensions import db
from webapp.subscriptions import adopting
from webapp.subscriptions.hashing import hashed, person_of
from webapp.subscriptions.models import Consent

BEFORE = "0014"  # the last schema without a chain
OLD = text(
    "INSERT INTO consents (id, subscriber_id, list_id, event, at, source, wording, "
    "wording_version, evidence, network_address, user_agent) VALUES (:id, :subscriber_id, 1, "
    ":event, '2026-01-02 03:04:05.678901', 'form page', 'Yes.', 'page-1', :evidence, "
    "'192.0.2.7', 'a browser')"
)
# Numbers with a gap, as a transaction that failed leaves them.
ENTRIES = [
    {"id": 1, "subscriber_id": 1, "event": "asked", "evidence": ""},
    {"id": 4, "subscriber_id": 1, "event": "ended", "evidence": "unsubscribed: campaign 3"},
    {"id": 7, "subscriber_id": 2, "event": "ended", "evidence": "everything"},
    {"id": 8, "subscriber_id": 1, "event": "added", "evidence": "said so: twice"},
]


@pytest.fixture
def old(context, monkeypatch):
    """The database as an earlier version left it: two people, one erased, and four entries."""
    monkeypatch.setattr(adopting, "STEP", 3)
    make_list()
    make_subscriber("reader@example.org")
    make_subscriber(hashed("gone@example.org"))
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    with db.engine.begin() as connection:
        connection.execute(OLD, ENTRIES)


@pytest.mark.usefixtures("old")
def test_they_are_chained_in_their_order_with_all_they_said():
    flask_migrate.upgrade()
    assert verified().number == 4
    found = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    told = [(e.id, e.event, e.reason, e.evidence, e.network_address) for e in found]
    assert told == [
        (1, "asked", "", "", "192.0.2.7"),
        (2, "ended", "unsubscribed", "campaign 3", "192.0.2.7"),
        (3, "ended", "everything", "", ""),
        (4, "added", "", "said so: twice", "192.0.2.7"),
    ]
    assert [e.person for e in found[1:3]] == [
        person_of("reader@example.org"),
        person_of("gone@example.org"),
    ]
    assert found[0].at.isoformat() == "2026-01-02T03:04:05.678901+00:00"
    assert found[2].details is None
    assert adopting.BEFORE not in inspect(db.session.connection()).get_table_names()
    write_entries(1)
    assert verified().number == 5


@pytest.mark.usefixtures("old")
def test_going_back_loses_the_hashes_and_no_entry():
    flask_migrate.upgrade()
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    with db.engine.begin() as connection:
        query = text("SELECT id, event, evidence FROM consents ORDER BY id")
        assert connection.execute(query).all() == [
            (1, "asked", ""),
            (2, "ended", "unsubscribed; campaign 3"),
            (3, "ended", "everything"),
            (4, "added", "said so: twice"),
        ]
        connection.execute(OLD, ENTRIES[3] | {"id": 9})
    flask_migrate.upgrade()
    assert verified().number == 5


@pytest.mark.usefixtures("old")
def test_one_that_was_interrupted_goes_on():
    with interrupted_at(2, "UPDATE consent_heads"), pytest.raises(KeyboardInterrupt):
        flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM consents")) == adopting.STEP
    flask_migrate.upgrade()
    assert verified().number == 4


@contextmanager
def interrupted_at(time, statement):
    """Somebody presses Ctrl-C when a statement comes for the so manieth time."""
    seen = []

    def note(_connection, _cursor, asked, *_rest):
        if asked.startswith(statement):
            seen.append(asked)
            if len(seen) == time:
                raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note)
