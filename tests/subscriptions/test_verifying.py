"""Whatever is done to the consent record behind the back of its guards is found, and named."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from tests.asking import statements
from tests.makers import make_subscriber
from tests.subscriptions.record import PROOF, tamper, unguarded, verified, write_entries
from tests.subscriptions.test_races import together
from webapp.extensions import db
from webapp.subscriptions import consenting, verifying
from webapp.subscriptions.hashing import hashed, names_of
from webapp.subscriptions.models import Consent, ConsentDetails, ConsentEvent, Subscriber
from webapp.subscriptions.sealing import GENESIS, entry_of
from webapp.subscriptions.verifying import Anchor, RecordBroken

pytestmark = pytest.mark.usefixtures("context")

PUT_IN = (
    "INSERT INTO consents SELECT {}, subscriber_id, list_id, person, event, at, source, reason, "
    "wording, wording_version, link, details_hash, hash FROM consents WHERE id = 5"
)
# One statement each, and the first thing that is wrong afterwards.
TAMPERED = {
    "UPDATE consents SET wording = wording || ' ' WHERE id = 3": "Entry 3 is not",
    "UPDATE consents SET event = 'confirmed' WHERE id = 1": "Entry 1 is not",
    "UPDATE consents SET subscriber_id = 1 WHERE id = 4": "Entry 4 is not",
    "UPDATE consents SET list_id = NULL WHERE id = 2": "Entry 2 is not",
    "UPDATE consents SET at = '2020-01-01 00:00:00.000000' WHERE id = 5": "Entry 5 is not",
    "UPDATE consents SET person = '' WHERE id = 2": "Entry 2 is not",
    "UPDATE consents SET link = 'b' WHERE id = 2": "Entry 2 is not",
    "UPDATE consents SET details_hash = '' WHERE id = 2": "Entry 2 is not",
    "UPDATE consents SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE id = 5": "Entry 5 is not",
    "UPDATE consent_details SET address = 'x@example.org' WHERE consent_id = 2": "details of entry 2",
    "UPDATE consent_details SET salt = '' WHERE consent_id = 5": "details of entry 5",
    "DELETE FROM consent_details WHERE consent_id = 4": "details of entry 4 are gone",
    "DELETE FROM consents WHERE id = 1": "Entry 1 is missing",
    "DELETE FROM consents WHERE id = 3": "Entry 3 is missing",
    "DELETE FROM consents WHERE id = 5": "Entry 5 is missing",
    "DELETE FROM consents WHERE id > 2": "Entry 3 is missing",
    "DELETE FROM consents": "Entry 1 is missing",
    "UPDATE consents SET id = 6 WHERE id = 5": "Entry 5 is missing",
    PUT_IN.format(6): "Entry 6 is not as it was written",
    PUT_IN.format(0): "Entry 1 is missing; the next one there is 0",
    PUT_IN.format(-7): "Entry 1 is missing; the next one there is -7",
    "DELETE FROM consent_heads": "head of the record is gone",
    "UPDATE consent_heads SET number = 9": "Entry 6 is missing",
    "UPDATE consent_heads SET seal = 'x'": "not written by this instance",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_whatever_was_changed_is_found(statement):
    write_entries(5)
    assert verified().number == 5
    if "DELETE FROM consents" in statement or "SET id" in statement:
        # Else the foreign key keeps the entry.
        which = statement.partition(" WHERE id")[2]
        tamper("DELETE FROM consent_details WHERE consent_id" + (which or ">0"))  # noqa: S608
    tamper(statement)
    with pytest.raises(RecordBroken, match=TAMPERED[statement]):
        verified()


def test_an_empty_record_is_whole():
    assert verified() == Anchor(0, GENESIS)


def test_a_head_and_a_tail_taken_together_are_found_by_the_seal():
    write_entries(5)
    kept = db.session.execute(select(Consent.hash).where(Consent.id == 3)).scalar_one()
    tamper("DELETE FROM consent_details WHERE consent_id > 3")
    tamper("DELETE FROM consents WHERE id > 3")
    with unguarded():
        old = text("UPDATE consent_heads SET number = 3, hash = :hash")
        db.session.execute(old, {"hash": kept})
    with pytest.raises(RecordBroken, match="not written by this instance"):
        verified()


def test_a_record_written_anew_without_the_key_is_found_and_stays_found():
    write_entries(3)
    with unguarded():
        db.session.execute(text("UPDATE consents SET wording = 'other words' WHERE id = 2"))
        previous = GENESIS
        for row in db.session.execute(select(Consent.__table__).order_by(Consent.id)).all():
            previous = entry_of(row).hash_after(previous)
            anew = "UPDATE consents SET hash = :hash WHERE id = :id"
            db.session.execute(text(anew), {"hash": previous, "id": row.id})
        db.session.execute(text("UPDATE consent_heads SET hash = :hash"), {"hash": previous})
    with pytest.raises(RecordBroken, match="not written by this instance"):
        verified()
    write_entries(1)
    with pytest.raises(RecordBroken, match="not written by this instance"):
        verified()


def test_an_anchor_noted_elsewhere_finds_an_old_copy_put_back():
    write_entries(3)
    early = verified()
    write_entries(2)
    late = verified()
    assert verified(early) == verified(late) == late
    with pytest.raises(RecordBroken, match="Entry 3 is not the one that was noted"):
        verified(Anchor(3, late.hash))
    with pytest.raises(RecordBroken, match="had 9 entries once, and has 5"):
        verified(Anchor(9, late.hash))


def test_details_that_were_erased_leave_the_chain_whole_and_others_alone():
    first, second = write_entries(2)
    consenting.record_erased(db.session.get_one(Subscriber, first.id), "account deletion")
    db.session.commit()
    assert verified().number == 3
    left = db.session.scalars(select(ConsentDetails)).all()
    assert [one.address for one in left] == [second.email]
    entry = db.session.get_one(Consent, 3)
    assert (entry.event, entry.details_hash, entry.details) == (ConsentEvent.ERASED, "", None)
    assert entry.person == db.session.get_one(Consent, 1).person


@pytest.mark.parametrize("number", [1, 20])
def test_however_many_were_erased_a_step_asks_as_often(number):
    people = [(one.id, one.email) for one in write_entries(number)]
    consenting.record_many_erased(people, "account deletion")
    db.session.commit()
    with statements("SELECT") as asked:
        assert verified().number == 2 * number
    assert len(asked) == 4  # a step of entries, whom they erased, an empty step, and the head


def test_each_is_erased_by_an_entry_of_their_own():
    """One by the subscriber, one by a later life of the same person, one who never subscribed."""
    first, second, _ = write_entries(3)
    for one in (first, second):
        one.email = hashed(one.email)
    later = make_subscriber(names_of(second.email)[2])
    stranger = PROOF.signed_by(None, "stranger@example.org")
    consenting.record_many([stranger], ConsentEvent.SUPPRESSED, PROOF, list_id=None)
    erased = [(first.id, first.email), (later.id, second.email), (None, "stranger@example.org")]
    consenting.record_many_erased(erased, "account deletion")
    db.session.commit()
    tamper("DELETE FROM consent_details WHERE consent_id = 2")
    assert verified().number == 7
    tamper("DELETE FROM consent_details WHERE consent_id = 3")
    with pytest.raises(RecordBroken, match="details of entry 3 are gone"):
        verified()


def test_every_step_is_told_and_memory_holds_one(monkeypatch):
    monkeypatch.setattr(verifying, "STEP", 2)
    write_entries(5)
    assert [at.number for at in verifying.verify()] == [2, 4, 5]


def test_a_broken_head_is_carried_on_so_that_nobody_is_kept_from_leaving():
    write_entries(1)
    tamper("UPDATE consent_heads SET seal = 'x'")
    write_entries(1)
    assert db.session.query(Consent).count() == 2
    with pytest.raises(RecordBroken, match="not written by this instance"):
        verified()


def test_what_is_added_meanwhile_is_not_in_the_way(app, monkeypatch):
    monkeypatch.setattr(verifying, "STEP", 2)
    write_entries(4)
    going = verifying.verify()
    assert next(going).number == 2

    def add():
        with app.app_context():
            write_entries(1)

    together(add)
    assert [at.number for at in going] == [4, 4]
    assert verified().number == 5
