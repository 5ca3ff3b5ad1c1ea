"""The consent record only grows: both databases refuse all else, and a savepoint takes back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.record import PROOF, verified, write_entries
from webapp.extensions import db
from webapp.subscriptions import consenting, leaving, links
from webapp.subscriptions.models import (
    Consent,
    ConsentDetails,
    ConsentEvent,
    ConsentHead,
    Ended,
    consents_about,
)

pytestmark = pytest.mark.usefixtures("context")
REFUSED = [
    "UPDATE consents SET wording = 'anything' WHERE id = 2",
    "UPDATE consents SET id = 9 WHERE id = 3",
    "DELETE FROM consents WHERE id = 2",
    "DELETE FROM consents",
    "UPDATE consent_details SET evidence = '' WHERE consent_id = 2",
    "UPDATE consent_heads SET number = 2",
    "UPDATE consent_heads SET hash = 'x'",
    "DELETE FROM consent_heads",
]
REFUSED_BY_ONE = {
    "sqlite": [
        "INSERT OR REPLACE INTO consents SELECT * FROM consents WHERE id = 2",
        "REPLACE INTO consents SELECT * FROM consents",
        "REPLACE INTO consent_heads SELECT * FROM consent_heads",
        "UPDATE OR IGNORE consents SET hash = ''",
    ],
    "postgresql": [
        "TRUNCATE consents CASCADE",
        "TRUNCATE subscribers CASCADE",
        "TRUNCATE consent_details",
        "TRUNCATE consent_heads",
        (
            "INSERT INTO consents SELECT * FROM consents WHERE id = 2 "
            "ON CONFLICT (id) DO UPDATE SET hash = 'x'"
        ),
    ],
}


def rows():
    """The whole record."""
    tables = (Consent.__table__, ConsentDetails.__table__, ConsentHead.__table__)
    return [db.session.execute(select(table)).all() for table in tables]


def test_the_database_refuses_to_change_or_remove_an_entry():
    write_entries(3)
    before = rows()
    for statement in REFUSED + REFUSED_BY_ONE[db.engine.dialect.name]:
        with pytest.raises(DBAPIError, match="only grows"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert rows() == before
    assert verified().number == 3


def test_an_entry_says_who_what_how_and_by_which_link():
    week = make_list("the-week", "The Week")
    [person] = write_entries(1, mailing_list=week)
    entry = db.session.scalars(consents_about(person.email)).one()
    assert (entry.id, entry.event, entry.mailing_list.name) == (1, "asked", "The Week")
    assert (entry.source, entry.wording_version, entry.link) == (
        "form page",
        "subscribe-page-1",
        "a1b2",
    )
    assert (entry.evidence, entry.network_address, entry.user_agent) == (
        "said so",
        "192.0.2.7",
        "a browser",
    )
    assert person.email not in repr(db.session.execute(select(Consent.__table__)).all())


def test_entries_are_numbered_without_a_gap_across_transactions_that_fail():
    write_entries(2)
    make_subscription(make_list())
    consenting.record_many([PROOF.signed_by(1, "x@example.org")], "asked", PROOF, list_id=1)
    db.session.rollback()
    write_entries(2)
    assert [entry.id for entry in db.session.scalars(select(Consent).order_by(Consent.id))] == [
        1,
        2,
        3,
        4,
    ]
    assert verified().number == 4


def test_a_savepoint_takes_its_own_entries_back_and_no_others():
    mailing_list, people = make_list(), [make_subscriber() for _ in range(4)]

    def record(number):
        who = PROOF.signed_by(people[number].id, people[number].email)
        consenting.record_many([who], ConsentEvent.ASKED, PROOF, list_id=mailing_list.id)

    record(0)
    with db.session.begin_nested() as outer:
        record(1)
        with db.session.begin_nested():
            record(2)
        outer.rollback()
    with db.session.begin_nested():
        record(3)
    with suppress(IntegrityError), db.session.begin_nested():
        record(2)
        make_subscriber(people[0].email)
    assert not db.session.scalars(select(Consent)).all()
    db.session.commit()
    told = [entry.subscriber_id for entry in db.session.scalars(select(Consent))]
    assert sorted(told) == [people[0].id, people[3].id]


def test_ending_says_why_and_by_which_link():
    subscription = make_subscription(make_list())
    token = links.unsubscribe_url(subscription.subscriber_id, subscription.list_id)
    proof = consenting.Proof("leave link", evidence="campaign 3", link=links.id_of(token))
    leaving.end([subscription], Ended.UNSUBSCRIBED, proof)
    db.session.commit()
    entry = db.session.scalars(select(Consent)).one()
    assert (entry.event, entry.reason, entry.evidence) == ("ended", "unsubscribed", "campaign 3")
    assert entry.link == links.id_of(token.rstrip("/").rpartition("/")[2])
    assert len(entry.link) == 16
