"""The commands of a list manager: lists, and people in and out."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.makers import make_list, make_subscription
from tests.subscriptions.imports import bring, people, work
from webapp import clock
from webapp.cli.imports import resume_import, show_import, undo_import
from webapp.cli.lists import lists
from webapp.cli.subscribers import export_subscribers, import_subscribers
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.subscriptions.importing import turning
from webapp.subscriptions.models import list_by_slug, subscriber_by_email


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


def test_a_draft_is_launched_by_its_checklist_alone(app, run):
    made = run(lists, "create", "roads", "--name", "Roads", "--draft", "--kind", "digest", "--json")
    shown = json.loads(made.stdout)
    assert (shown["state"], shown["open"], shown["kind"]) == ("draft", False, "automatic digest")
    refused = run(lists, "launch", "roads", status=1)
    assert "Write the welcome, with a subject, and turn it on." in refused.output
    with app.app_context():
        found = db.session.scalars(list_by_slug("roads")).one()
        found.promise, found.sender_name = "One place to go.", "Saule of Roads"
        found.welcome_subject, found.welcome_body = "Welcome", "<p>Welcome</p>"
        found.welcomes, found.tested_at = True, clock.now()
        db.session.commit()
    assert "live" in run(lists, "launch", "roads").stdout
    assert "live already" in run(lists, "launch", "roads", status=1).output


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


def test_an_import_is_shown_and_taken_back(run, tmp_path):
    run(lists, "create", "the-week", "--name", "The Week")
    file = tmp_path / "people.csv"
    file.write_text("Correo,Boletin\na@example.org,si\nb@example.org,no\n")
    columns = ("--column", "email=Correo", "--column", "gets=Boletin")
    done = json.loads(
        run(import_subscribers, file, "--list", "the-week", *columns, "--json").stdout
    )
    assert (done["new"], done["unsubscribed"]) == (1, 1)
    shown = json.loads(run(show_import, "1", "--json").stdout)
    assert (shown["state"], shown["rows"], shown["position"]) == ("done", 2, 2)
    assert "people.csv" in run(show_import).stdout
    assert "ended" in run(undo_import, "1").stdout
    assert json.loads(run(show_import, "1", "--json").stdout)["state"] == "undone"
    assert isinstance(run(undo_import, "1", status=1).exception, turning.NotNow)
    assert "no import 7" in run(resume_import, "7", status=1).stderr


def test_columns_are_kept_as_attributes(app, run, tmp_path):
    run(lists, "create", "the-week", "--name", "The Week")
    file = tmp_path / "people.csv"
    file.write_text("email,City,Plan,Colour\na@example.org,Almaty,paid,red\n")
    command = (import_subscribers, file, "--list", "the-week")
    keep = ("--attribute", "City", "--attribute", "plan")
    dry = json.loads(run(*command, *keep, "--dry-run", "--json").stdout)
    assert dry["new"] == 1
    run(*command, *keep)
    with app.app_context():
        found = db.session.scalars(subscriber_by_email("a@example.org")).one()
        assert found.attributes == {"city": "Almaty", "plan": "paid"}
    again = json.loads(run(*command, "--attribute", "Colour", "--dry-run", "--json").stdout)
    assert (again["changed"], again["unchanged"]) == (1, 0)
    assert (
        "one thing of the column plan"
        in run(*command, "--attribute", "Plan", "--column", "state=Plan", status=2).stderr
    )
    for further in ((), ("--dry-run",)):
        refused = run(*command, "--attribute", "Ctiy", *further, status=1)
        assert "No column of the file is called “ctiy”" in str(refused.exception)


def test_the_same_command_goes_on_with_what_was_stopped(app, run, tmp_path):
    run(lists, "create", "the-week", "--name", "The Week")
    file = tmp_path / "people.csv"
    file.write_bytes(people(20).encode())
    with app.app_context():
        week = db.session.scalars(list_by_slug("the-week")).one()
        one = work(bring(file, week))
        turning.apply(one)
        db.session.commit()
    again = run(import_subscribers, file, "--list", "the-week", "--json")
    assert "Going on with import 1 behind row 0." in again.stderr
    assert json.loads(again.stdout)["new"] == 20
    assert len(json.loads(run(show_import, "--json").stdout)) == 1
