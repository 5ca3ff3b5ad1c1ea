"""Exporting: the right people, every column, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import imported
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import exporting
from webapp.subscriptions.exporting import Wanted
from webapp.subscriptions.models import Ended, Suppression, subscriber_by_email


@pytest.fixture
def week(context):
    made = make_list("the-week", "The Week")
    make_subscription(made, make_subscriber("gets@example.org", name='=cmd|"/C calc"!A0'))
    make_subscription(made, make_subscriber("+plus@example.org", name="Plus"))
    make_subscription(made, make_subscriber("waits@example.org"), confirmed=False)
    make_subscription(made, make_subscriber("left@example.org")).end(
        Ended.UNSUBSCRIBED, clock.now()
    )
    back = make_subscriber("back@example.org")
    make_subscription(made, back).end(Ended.UNSUBSCRIBED, clock.now())
    make_subscription(made, back)
    make_subscription(made, make_subscriber("stopped@example.org"))
    db.session.add(Suppression(email="stopped@example.org", reason="complaint"))
    make_subscription(make_list("other", "Other"), make_subscriber("other@example.org"))
    db.session.commit()
    return made


def read(lines):
    return list(csv.DictReader(io.StringIO("".join(lines))))


def test_the_confirmed_are_exported(week):
    rows = read(exporting.export(week))
    assert {row["email"] for row in rows} == {
        "gets@example.org",
        "'+plus@example.org",
        "back@example.org",
    }
    assert {row["state"] for row in rows} == {"confirmed"}


def test_everybody_is_exported_once_with_their_state(week):
    rows = read(exporting.export(week, everybody=True))
    assert {row["email"].strip("'"): row["state"] for row in rows} == {
        "gets@example.org": "confirmed",
        "+plus@example.org": "confirmed",
        "waits@example.org": "pending",
        "left@example.org": "ended",
        "back@example.org": "confirmed",
        "stopped@example.org": "suppressed",
    }
    assert len(rows) == 6
    [left] = [row for row in rows if row["state"] == "ended"]
    assert left["reason"] == "unsubscribed"
    assert left["ended_at"]


def test_no_cell_begins_as_a_formula(week):
    for row in read(exporting.export(week, everybody=True)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_an_export_imported_elsewhere_takes_only_those_who_get_it(week):
    text = "".join(exporting.export(week, everybody=True))
    elsewhere = make_list("elsewhere", "Elsewhere")
    db.session.query(Suppression).delete()
    report = imported(text, elsewhere).did
    assert (report.new, report.without_proof, report.unsubscribed) == (4, 1, 2)
    again = read(exporting.export(elsewhere))
    assert {row["email"] for row in again} == {
        "gets@example.org",
        "'+plus@example.org",
        "back@example.org",
    }
    assert {row["name"] for row in again} == {'\'=cmd|"/C calc"!A0', "Plus", ""}


def test_json_has_everything_and_guards_nothing(week):
    told = json.loads("".join(exporting.as_json(Wanted(week.id, everybody=True))))
    by_email = {one["email"]: one for one in told}
    assert by_email["gets@example.org"]["name"] == '=cmd|"/C calc"!A0'
    assert by_email["stopped@example.org"]["suppressed_because"] == "complaint"
    assert by_email["stopped@example.org"]["confirmed_at"]
    assert json.loads("".join(exporting.as_json(Wanted(list_id=999)))) == []


def test_attributes_are_columns_and_guarded_like_every_cell(week):
    subscriber = db.session.scalar(subscriber_by_email("gets@example.org"))
    subscriber.attributes = {"city": "=1+1", "state": "of mind"}
    db.session.commit()
    [row] = [row for row in read(exporting.export(week)) if row["email"] == "gets@example.org"]
    assert (row["city"], row["attribute state"], row["state"]) == ("'=1+1", "of mind", "confirmed")
