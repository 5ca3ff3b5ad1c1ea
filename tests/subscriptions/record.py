"""The consent record for tests: entries made, the whole verified, and the guards taken away."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import text

from tests.makers import make_list, make_subscriber
from webapp.extensions import db
from webapp.subscriptions import consenting, verifying
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.models import ConsentEvent
from webapp.subscriptions.wording import PAGE
from webapp.web import Visit

PROOF = Proof("form page", PAGE, Visit("192.0.2.7", "a browser"), evidence="said so", link="a1b2")


def write_entries(number, event=ConsentEvent.ASKED, mailing_list=None):
    """So many entries, each about somebody else, committed."""
    mailing_list = mailing_list or make_list()
    people = [make_subscriber() for _ in range(number)]
    signatories = [PROOF.signed_by(person.id, person.email) for person in people]
    consenting.record_many(signatories, event, PROOF, list_id=mailing_list.id)
    db.session.commit()
    return people


def verified(anchor=None):
    """The head of a record in which nothing is wrong."""
    *_, head = verifying.verify(anchor)
    return head


@contextmanager
def unguarded():
    """Write what the database refuses, as somebody who may drop its triggers."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        yield
    else:
        found = db.session.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in found:
            db.session.execute(text(f"DROP TRIGGER {name}"))
        yield
        for _, made in found:
            db.session.execute(text(made))
    db.session.commit()


def tamper(statement):
    """Run one statement behind the back of the guards."""
    with unguarded():
        db.session.execute(text(statement))
