"""A person's proof: anybody can check it, and nobody can change it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from sqlalchemy import select

from tests.house.source import ROOT
from tests.makers import make_list, make_subscriber
from tests.subscriptions.record import PROOF, verified
from webapp.extensions import db
from webapp.subscriptions import attesting, consenting, links
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.models import ConsentEvent, Subscriber, consents_about
from webapp.subscriptions.wording import PAGE

READER = "reader@example.org"
GUIDE = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")
CHECK = re.search(r"```python\n(.+?)```", GUIDE, re.DOTALL)[1]


@pytest.fixture
def proof(context):
    """The proof of a reader, among entries of others, as it is written to a file."""
    week = make_list(name="The “Week”")
    for email in ("a@example.org", READER, "b@example.org", READER):
        person = db.session.scalar(select(Subscriber).where(Subscriber.email == email))
        person = person or make_subscriber(email)
        signed = PROOF.signed_by(person.id, email)
        consenting.record_many([signed], ConsentEvent.ASKED, PROOF, list_id=week.id)
        db.session.commit()
    return attesting.attest(READER, db.session.scalars(consents_about(READER)).all())


@pytest.fixture
def check(tmp_path):
    """Check a proof as the guide says, with a program that knows nothing of ours."""

    def run(proof, key=None):
        for name, content in (("check.py", CHECK), ("proof.json", json.dumps(proof))):
            (tmp_path / name).write_text(content, encoding="utf-8")
        (tmp_path / "key.pem").write_bytes(key or attesting.public_key())
        words = [sys.executable, "check.py", "proof.json", "key.pem"]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_the_guide_checks_it(proof, check):
    done = check(proof)
    assert (done.returncode, done.stdout) == (0, f"genuine: {READER} 2 entries\n"), done.stderr
    assert [one["entry"]["number"] for one in proof["proof"]["entries"]] == [2, 4]
    assert proof["proof"]["head"] == {"number": 4, "hash": verified().hash}
    assert proof["key"] == "http://localhost/consent/key.pem"
    assert "a@example.org" not in json.dumps(proof)


def test_whatever_is_changed_in_it_is_found(proof, check):
    entry = proof["proof"]["entries"][0]
    for thing, name, value in (
        (entry["entry"], "wording", "other words"),
        (entry["details"], "network_address", "192.0.2.8"),
        (entry, "letter", "another"),
        (proof["proof"], "address", "other@example.org"),
        (proof["proof"]["head"], "number", 9),
    ):
        kept, thing[name] = thing[name], value
        assert check(proof).returncode == 1, name
        thing[name] = kept
    assert check(proof).returncode == 0


def test_another_instance_has_another_key(proof, check, context):
    context.config["ADDRESS_KEY"] = "another key altogether"
    assert check(proof, attesting.public_key()).returncode == 1


def test_after_erasing_the_record_is_found_by_who_names_the_address(proof, check):
    person = db.session.scalars(select(Subscriber).where(Subscriber.email == READER)).one()
    consenting.record_erased(person, "account deletion")
    person.email = hashed(READER)
    db.session.commit()
    found = attesting.attest(READER, db.session.scalars(consents_about(READER)).all())
    assert [one["entry"]["event"] for one in found["proof"]["entries"]] == [
        "asked",
        "asked",
        "erased",
    ]
    assert [one["details"] for one in found["proof"]["entries"]] == [None, None, None]
    assert check(found).returncode == 0


def test_a_person_reads_and_keeps_their_record_by_their_link(app, browser, lists, check):
    with app.app_context():
        person, week = make_subscriber(READER), lists["the-week"]
        signed = PROOF.signed_by(person.id, READER)
        consenting.record_many([signed], ConsentEvent.ASKED, PROOF, list_id=week)
        path = links.preferences_url(person).removeprefix("http://localhost")
        db.session.commit()
    browser.open(path)
    page = browser.follow("the record of your letters")
    assert page.title == "The record of your letters"
    for words in ("The Week", PAGE.text, "said so", "192.0.2.7", "Link a1b2"):
        assert words in page.text
    answer = app.test_client().get(f"{path}record.json")
    assert answer.headers["Cache-Control"] == "no-store"
    key = app.test_client().get("/consent/key.pem").data
    assert check(answer.get_json(), key).returncode == 0
