"""The commands about the consent record, and about suppressions."""

from __future__ import annotations

import json
import re
from contextvars import copy_context

import pytest
from click.testing import CliRunner

from tests.makers import make_list, make_subscriber
from tests.subscriptions.record import tamper, write_entries
from webapp.cli.consent import consent
from webapp.cli.suppress import suppress
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.outcomes import Outcome
from webapp.subscriptions import suppressing
from webapp.subscriptions.models import Consent

WHY = ("--because", "a letter of 3 March")


@pytest.fixture
def run(app):
    """Run a command inside the application, and expect a status."""

    def invoke(command, *arguments, status=0):
        with app.app_context():
            # In a context of its own, as a process has: a command may say that it only reads.
            result = copy_context().run(CliRunner().invoke, command, arguments)
        assert result.exit_code == status, result.output
        return result

    return invoke


def test_a_whole_record_gives_an_anchor_that_is_taken_back(filled, run):
    with filled():
        write_entries(3)
    said = run(consent, "verify").stdout
    assert said.startswith("Whole: 3 entries. Anchor 3:")
    anchor = said.split()[-1]
    with filled():
        write_entries(1)
    told = json.loads(run(consent, "verify", "--json", "--anchor", anchor).stdout)
    assert told["entries"] == 4
    other = anchor[:-1] + ("0" if anchor[-1] != "0" else "1")
    assert "not the one that was noted" in str(
        run(consent, "verify", "--anchor", other, status=1).exception
    )
    run(consent, "verify", "--anchor", "3:abc", status=2)


def test_the_first_broken_entry_is_named(filled, run):
    with filled():
        write_entries(3)
        tamper("UPDATE consents SET source = 'nothing' WHERE id = 2")
    problem = run(consent, "verify", status=1).exception
    assert isinstance(problem, Outcome), "which masthead says in one sentence, with status 1"
    assert str(problem).startswith("Entry 2 is not as it was written")


def test_a_proof_is_told_and_given_as_a_file(filled, run):
    with filled():
        [person] = write_entries(1, mailing_list=make_list(name="The Week"))
        email = person.email
    line = run(consent, "proof", email.upper()).stdout
    assert re.search(r"The Week  asked  form page  subscribe-page-1  said so", line)
    file = json.loads(run(consent, "proof", email, "--json").stdout)
    assert file["proof"]["address"] == email
    assert run(consent, "key").stdout.startswith("-----BEGIN PUBLIC KEY-----")
    assert "says nothing" in run(consent, "proof", "x@example.org", status=1).stderr
    assert "in full" in run(consent, "proof", "nonsense", status=1).stderr


def test_an_address_and_a_domain_are_suppressed_listed_and_lifted(app, filled, run):
    with filled():
        make_subscriber("a@mail.example")
    run(suppress, "add", "B@example.org", *WHY)
    run(suppress, "add", "mail.example", *WHY)
    told = [json.loads(line) for line in run(suppress, "list", "--json").stdout.splitlines()]
    assert [one["place"] for one in told] == ["mail.example", "b@example.org"]
    assert "b@example.org  staff  a letter of 3 March" in run(suppress, "list").stdout
    assert isinstance(run(suppress, "lift", "a@mail.example", *WHY, status=1).exception, Outcome)
    run(suppress, "lift", "mail.example", *WHY)
    run(suppress, "lift", "b@example.org", *WHY)
    assert "is not suppressed" in run(suppress, "lift", "b@example.org", *WHY, status=1).stderr
    run(suppress, "lift", "b@example.org", status=2)
    with app.app_context():
        assert not suppressing.suppressed_among(["a@mail.example", "b@example.org"])
        acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
        assert acts == [
            "suppressed address",
            "suppressed domain",
            "lifted domain",
            "lifted suppression",
        ]
        events = [entry.event for entry in db.session.query(Consent).order_by(Consent.id)]
        assert events == ["suppressed", "lifted"]
