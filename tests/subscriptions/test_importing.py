"""Importing: each row in the right count, nobody twice, nobody revived, all or nothing."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import leaving
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.importing.bringing import prepared_aside, rehearse, take_at_once
from webapp.subscriptions.importing.rows import FileRefused
from webapp.subscriptions.models import Consent, Ended, Subscriber, Subscription, Suppression

PROOF = Proof("import, test", evidence="people.csv")
AT = dt.datetime(2024, 5, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def week(context):
    return make_list("the-week", "The Week")


def file_of(text):
    return io.BytesIO(text.encode() if isinstance(text, str) else text)


def take(text, week):
    report = take_at_once(file_of(text), week, PROOF)
    db.session.commit()
    return report


def look(text, week):
    db.session.commit()
    with prepared_aside(file_of(text)) as prepared:
        report = rehearse(prepared, week)
        report.refusals = list(prepared.refusals())
    return report


def on_list(week):
    """Who is on the list, with whether they are mailable."""
    found = db.session.scalars(select(Subscription).where(Subscription.list_id == week.id))
    return {s.subscriber.email: s.is_mailable for s in found}


def counts(report):
    names = ("new", "changed", "unchanged", "unsubscribed", "suppressed", "invalid", "repeated")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def test_a_row_with_its_proof_is_mailable_and_one_without_waits(week):
    report = take(
        "email,name,confirmed_at\n"
        "A@Example.org,Aigerim Test,2024-05-01T10:00:00Z\n"
        "b@example.org,,\n",
        week,
    )
    assert counts(report) == {"new": 2}
    assert report.without_proof == 1
    assert on_list(week) == {"a@example.org": True, "b@example.org": False}
    person = db.session.scalars(select(Subscriber).where(Subscriber.email == "a@example.org")).one()
    assert (person.name, person.confirmed_at) == ("Aigerim Test", AT)
    first, second = db.session.scalars(select(Consent).order_by(Consent.id))
    assert (first.event, first.source) == ("imported", "import, test")
    assert first.evidence == "people.csv, line 2: confirmed at 2024-05-01T10:00:00+00:00"
    assert second.evidence == "people.csv, line 3: without proof"


def test_the_same_file_twice_changes_nothing(week):
    text = "email,confirmed_at\n" + "".join(f"r{n}@example.org,2024-05-01\n" for n in range(4500))
    assert counts(take(text, week)) == {"new": 4500}
    assert counts(take(text, week)) == {"unchanged": 4500}
    assert len(on_list(week)) == 4500
    assert db.session.query(Consent).count() == 4500


def test_a_dry_run_reports_the_same_and_writes_nothing(week):
    text = "email,confirmed_at\na@example.org,2024-05-01\nx,\na@example.org,\n"
    dry = look(text, week)
    assert on_list(week) == {}
    assert db.session.query(Subscriber).count() == 0
    assert take(text, week) == dry


def test_proof_that_comes_later_confirms_and_a_name_fills_a_blank(week):
    waiting = make_subscription(week, make_subscriber("a@example.org"), confirmed=False)
    make_subscription(week, make_subscriber("b@example.org"))
    make_subscription(week, make_subscriber("c@example.org", name="Old Name"))
    report = take(
        "email,name,confirmed_at\na@example.org,,2024-05-01T10:00Z\n"
        "b@example.org,New Name,\nc@example.org,New Name,\n",
        week,
    )
    assert counts(report) == {"changed": 2, "unchanged": 1}
    db.session.refresh(waiting)
    assert waiting.confirmed_at == AT
    names = db.session.scalars(select(Subscriber.name).order_by(Subscriber.email)).all()
    assert names == ["", "New Name", "Old Name"]


@pytest.mark.parametrize(
    "reason", [Ended.UNSUBSCRIBED, Ended.ONE_CLICK, Ended.PREFERENCES, Ended.BOUNCE, Ended.STAFF]
)
def test_who_left_is_never_revived(week, reason):
    make_subscription(week, make_subscriber("a@example.org")).end(reason, clock.now())
    report = take("email,confirmed_at\na@example.org,2024-05-01\n", week)
    assert counts(report) == {"unsubscribed": 1}
    [refusal] = report.refusals
    assert (refusal.line, refusal.typed) == (2, "a@example.org")
    assert on_list(week) == {"a@example.org": False}


def test_who_left_everything_is_put_on_no_other_list(week):
    person = make_subscriber("a@example.org")
    make_subscription(make_list("other", "Other"), person)
    leaving.leave_everything(person.id, Proof("test"))
    assert counts(take("email,confirmed_at\na@example.org,2024-05-01\n", week)) == {
        "unsubscribed": 1
    }


def test_who_left_and_came_back_stays(week):
    person = make_subscriber("a@example.org")
    make_subscription(week, person).end(Ended.UNSUBSCRIBED, clock.now())
    make_subscription(week, person)
    assert counts(take("email\na@example.org\n", week)) == {"unchanged": 1}


def test_an_ask_that_lapsed_does_not_keep_a_proven_person_out(week):
    lapsed = make_subscription(week, make_subscriber("a@example.org"), confirmed=False)
    lapsed.end(Ended.UNCONFIRMED, clock.now())
    assert counts(take("email,confirmed_at\na@example.org,2024-05-01\n", week)) == {"new": 1}


def test_a_suppressed_address_is_never_taken(week):
    db.session.add(Suppression(email="a@example.org", reason="complaint"))
    report = take("email,confirmed_at\nA@example.org,2024-05-01\n", week)
    assert counts(report) == {"suppressed": 1}
    assert on_list(week) == {}


def test_refused_rows_are_told_with_line_and_reason(week):
    report = take(
        "email,name,confirmed_at\n"
        "a@example.org,,\n"
        "nobody,,\n"
        '\n"two\nlines@example.org",,\n'
        "b@example.org,,yesterday\n"
        "c@example.org,,2999-01-01\n"
        "d@example.org,,0001-01-01T00:00:00Z\n"
        "A@EXAMPLE.ORG,,\n"
        ",only a name,\n",
        week,
    )
    assert counts(report) == {"new": 1, "invalid": 6, "repeated": 1}
    assert {r.line: r.kind for r in report.refusals} == {
        3: "invalid",
        5: "invalid",
        7: "invalid",
        8: "invalid",
        9: "invalid",
        10: "repeated",
        11: "invalid",
    }
    assert all(r.reason.endswith(".") for r in report.refusals)
    assert report.rows == 8


def test_what_the_file_itself_calls_gone_stays_out(week):
    report = take(
        "email,confirmed_at,state,ended_at\n"
        "a@example.org,2024-05-01,confirmed,\n"
        "b@example.org,2024-05-01,ended,2024-06-01\n"
        "c@example.org,2024-05-01,Unsubscribed,\n"
        "d@example.org,2024-05-01,suppressed,\n",
        week,
    )
    assert counts(report) == {"new": 1, "unsubscribed": 3}
    assert on_list(week) == {"a@example.org": True}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_found(week, encoding, delimiter, newline):
    rows = [["E-mail", "Full Name", "confirmed_at"], ["a@example.org", "José Núñez", "2024-05-01"]]
    text = newline.join(delimiter.join(row) for row in rows) + newline
    assert counts(take(text.encode(encoding), week)) == {"new": 1}
    assert db.session.scalars(select(Subscriber.name)).one() == "José Núñez"


def test_a_name_may_stand_in_two_columns_and_loses_what_no_name_has(week):
    take('email,First Name,Last Name\na@example.org,"Aige\0rim\n",Test\n', week)
    assert db.session.scalars(select(Subscriber.name)).one() == "Aige rim Test"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name\nAigerim\n",
        b"PK\x03\x04rest of a workbook",
        b"email\n" + b"a," * 1_000_000,
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(week, data):
    with pytest.raises(FileRefused) as refused:
        take(data, week)
    assert refused.value.sentence.endswith(".")
    db.session.rollback()
    assert db.session.query(Subscriber).count() == 0
