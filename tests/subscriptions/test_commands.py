"""The commands of a list manager: lists, and people in and out."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.makers import make_list, make_subscription
from webapp.cli.lists import lists
from webapp.cli.subscribers import export_subscribers, import_subscribers
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry


@pytest.fixture
def run(app):
    """Run a command inside the application, and expect a status."""

    def invoke(command, *arguments, status=0, **options):
        with app.app_context():
            result = CliRunner().invoke(command, [str(a) for a in arguments], **options)
        assert result.exit_code == status, result.output
        return result

    return invoke


def test_a_list_is_made_shown_and_closed(run):
    made = run(lists, "create", "roads", "--name", "Roads", "--cadence", "Twice a month", "--json")
    assert json.loads(made.stdout)["open"] is True
    assert "Roads" in run(lists, "show").stdout
    run(lists, "close", "roads")
    shown = json.loads(run(lists, "show", "roads", "--json").stdout)
    assert (shown["slug"], shown["open"], shown["cadence"]) == ("roads", False, "Twice a month")


def test_numbers_of_a_list_are_shown(app, run):
    with app.app_context():
        week = make_list("the-week")
        make_subscription(week)
        make_subscription(week, confirmed=False)
        db.session.commit()
    [shown] = json.loads(run(lists, "show", "--json").stdout)
    assert (shown["confirmed"], shown["pending"]) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["create", "the-week", "--name", "Again"], "already"),
        (["create", "The Week", "--name", "Again"], "lower-case words"),
        (["close", "no-such-list"], "no list named no-such-list"),
        (["show", "no-such-list"], "no list named no-such-list"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(app, run, arguments, words):
    with app.app_context():
        make_list("the-week")
        db.session.commit()
    refused = run(lists, *arguments, status=1)
    assert words in refused.stderr
    assert refused.stdout == ""


def test_people_are_imported_and_exported(app, run, tmp_path):
    run(lists, "create", "the-week", "--name", "The Week")
    file = tmp_path / "people.csv"
    file.write_text("email,confirmed_at\na@example.org,2024-05-01\nb@example.org,\nnobody,\n")
    dry = json.loads(
        run(import_subscribers, file, "--list", "the-week", "--dry-run", "--json").stdout
    )
    assert dry["dry_run"] is True
    assert "a@example.org" not in run(export_subscribers, "--list", "the-week", "--all").stdout
    done = run(import_subscribers, file, "--list", "the-week")
    assert "line 4: nobody" in done.stderr
    again = json.loads(run(import_subscribers, file, "--list", "the-week", "--json").stdout)
    assert (again["new"], again["unchanged"], again["invalid"]) == (0, 2, 1)
    assert again["refused"][0]["line"] == 4
    exported = run(export_subscribers, "--list", "the-week").stdout
    assert [line.partition(",")[0] for line in exported.splitlines()] == ["email", "a@example.org"]
    assert "b@example.org" in run(export_subscribers, "--list", "the-week", "--all").stdout
    with app.app_context():
        acts = {entry.act for entry in db.session.query(AuditEntry)}
    assert acts == {"made list", "imported subscribers", "exported subscribers"}


def test_a_file_may_come_by_standard_input(run):
    run(lists, "create", "the-week", "--name", "The Week")
    text = "email,confirmed_at\na@example.org,2024-05-01\n"
    done = run(import_subscribers, "-", "--list", "the-week", "--json", input=text)
    assert json.loads(done.stdout)["new"] == 1


def test_an_unknown_list_is_refused_before_the_file_is_read(run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("email\na@example.org\n")
    assert "no list named x" in run(import_subscribers, file, "--list", "x", status=1).stderr
    assert "no list named x" in run(export_subscribers, "--list", "x", status=1).stderr
    run(import_subscribers, tmp_path / "missing.csv", "--list", "x", status=2)
