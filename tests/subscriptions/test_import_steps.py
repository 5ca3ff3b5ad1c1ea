"""An import in steps: what it would do first, then done, paused, gone on with, never doubled."""

import threading

import pytest
from sqlalchemy import text

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.files import archive
from tests.subscriptions.imports import apply, bring, figures, imported, people, standings, work
from webapp import clock
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.subscriptions.importing import (
    fetching,
    jobs,
    running,
    stepping,
    storing,
    tidying,
    turning,
)
from webapp.subscriptions.importing.models import Import, ImportState
from webapp.subscriptions.models import Consent, Suppression


@pytest.fixture
def week(context):
    made = make_list("the-week", "The Week")
    db.session.commit()
    return made


def test_the_difference_comes_first_and_is_what_is_done(week):
    make_subscription(week, make_subscriber("same@example.org"))
    make_subscription(week, make_subscriber("waits@example.org"), confirmed=False)
    make_subscription(week, make_subscriber("left@example.org")).end("one-click", clock.now())
    db.session.add(Suppression(email="stopped@example.org", reason="complaint"))
    db.session.commit()
    names = ("new", "same", "waits", "left", "stopped", "new")
    text = "email,confirmed_at\n" + "".join(f"{one}@example.org,2024-05-01\n" for one in names)
    one = work(bring(text + "nobody,\nbare@example.org,\n", week))
    assert (one.state, one.rows) == ("ready", 8)
    expected = {
        "new": 2, "changed": 1, "unchanged": 1, "unsubscribed": 1, "suppressed": 1, "invalid": 1,
        "repeated": 1, "without_proof": 1,
    }  # fmt: skip
    assert one.expected == expected
    assert standings(week)["waits@example.org"] == "pending"
    assert figures()["import_entries"] == 0
    apply(one)
    assert (one.state, one.done, one.position) == ("done", expected, 8)
    assert standings(week) == {
        "same@example.org": "confirmed", "waits@example.org": "confirmed",
        "left@example.org": "one-click", "new@example.org": "confirmed",
        "bare@example.org": "pending",
    }  # fmt: skip
    told = {r.line: r.kind for r in storing.prepared(one.key).refusals()}
    assert told == {5: "unsubscribed", 6: "suppressed", 7: "repeated", 8: "invalid"}


def test_it_pauses_between_steps_and_goes_on_where_it_stopped(week, small_steps):
    one = apply(work(bring(people(45), week)), steps=2)
    turning.pause(one)
    db.session.commit()
    assert (one.position, len(standings(week))) == (20, 20)
    work(one)
    assert (one.state, one.position) == ("paused", 20)
    with pytest.raises(turning.NotNow):
        turning.pause(one)
    apply(one)
    assert (one.state, one.did.new, len(standings(week))) == ("done", 45, 45)


def test_a_step_that_is_cut_off_leaves_nothing_and_is_done_again(week, small_steps):
    one = apply(work(bring(people(25), week)), steps=1)
    stepping.finish(stepping.begin(one.id, fetching.fetch(one.id)))
    db.session.rollback()
    assert (one.position, len(standings(week))) == (10, 10)
    work(one)
    assert (one.done["new"], len(standings(week))) == (25, 25)
    assert figures()["import_entries"] == figures()["consents"] == 25


def test_two_workers_at_one_import_take_turns(app, week, small_steps):
    one = work(bring(people(200), week))
    turning.apply(one)
    import_id, problems = one.id, []
    db.session.commit()

    def take_part():
        try:
            with app.app_context():
                for _ in running.work(import_id):
                    db.session.commit()
                db.session.remove()
        except Exception as problem:  # noqa: BLE001 (told below)
            problems.append(problem)

    workers = [threading.Thread(target=take_part) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.refresh(one)
    assert problems == []
    assert (one.state, one.done["new"]) == ("done", 200)
    counted = figures()
    assert {counted[name] for name in ("subscribers", "subscriptions", "consents")} == {200}


def test_the_sweep_finds_an_import_whose_worker_died(context, week, monkeypatch):
    one = work(bring(people(3), week))
    turning.apply(one)
    db.session.commit()
    asked = []
    monkeypatch.setitem(
        context.extensions["masthead.tasks"],
        jobs.work_on.name,
        lambda **arguments: asked.append(arguments["import_id"]),
    )
    jobs.restart_imports()
    assert asked == []  # somebody may be at it
    one.stepped_at -= jobs.QUIET_FOR
    db.session.commit()
    jobs.restart_imports()
    assert asked == [one.id]
    jobs.work_on(import_id=one.id)
    assert db.session.get_one(Import, one.id).state == "done"


@pytest.mark.parametrize(("many", "triggers"), [(3, True), (4, False)])
def test_after_many_rows_the_database_counts_its_tables(context, week, monkeypatch, many, triggers):
    monkeypatch.setattr(tidying, "MANY", many)
    asked = []
    monkeypatch.setitem(
        context.extensions["masthead.tasks"], jobs.tidy.name, lambda: asked.append("tidy")
    )
    one = work(bring(people(3), week))
    turning.apply(one)
    db.session.commit()
    jobs.work_on(import_id=one.id)
    assert asked == (["tidy"] if triggers else [])
    jobs.tidy()
    if db.engine.dialect.name == "postgresql":
        counted = db.session.execute(text("SELECT relname, reltuples FROM pg_class"))
        counted = dict(counted.all())
        assert [counted[one] for one in ("subscribers", "subscriptions")] == [3, 3]


def test_files_are_forgotten_in_time(week):
    stale, over, fresh = (bring(people(1, first=n), week) for n in range(3))
    imported_one = apply(work(over))
    for one in (stale, fresh):
        work(one)
    stale.created_at -= jobs.FORGOTTEN_AFTER
    imported_one.finished_at -= jobs.FILES_KEPT
    db.session.commit()
    keys = stale.key, over.key, fresh.key
    jobs.forget_files()
    kept = [storing.prepared_path(key).exists() for key in keys]
    assert kept == [False, False, True]
    assert figures()["imports"] == 2


def test_a_file_nobody_knows_asks_for_its_columns_and_is_then_read(week):
    one = work(bring("who,when\na@example.org,2024-05-01\n", week))
    assert one.state == ImportState.ASKING
    assert [column["name"] for column in one.found["columns"]] == ["who", "when"]
    turning.name_columns(one, {"who": "email", "when": "confirmed_at"})
    db.session.commit()
    apply(work(one))
    assert standings(week) == {"a@example.org": "confirmed"}


def test_a_file_that_cannot_be_read_says_why(week):
    one = work(bring(b"%PDF-1.7", week))
    assert one.state == ImportState.REFUSED
    assert one.trouble.endswith("save it as CSV and import that.")


def test_who_has_no_proof_is_asked_only_where_the_import_says_so(week):
    text = "email,confirmed_at\na@example.org,\nb@example.org,2024-05-01\n"
    imported(text, week)
    assert db.session.query(OutgoingMail).count() == 0
    imported("email\nc@example.org\na@example.org\n", week, asks=True)
    [mail] = db.session.query(OutgoingMail)
    assert mail.recipient == "c@example.org"
    assert standings(week)["c@example.org"] == "pending"


def test_a_list_closed_meanwhile_takes_nobody(week, small_steps):
    one = apply(work(bring(people(25), week)), steps=1)
    week.close()
    db.session.commit()
    work(one)
    assert (one.state, one.position) == ("paused", 10)
    assert one.trouble == stepping.NOT_LIVE


def test_evidence_names_the_file_the_line_and_what_stands_there(week):
    data = archive(
        people__csv="email,CONFIRM_TIME,CONFIRM_IP\na@example.org,2024-05-01,192.0.2.7\n"
    )
    imported(data, week)
    [entry] = db.session.query(Consent)
    assert (entry.event, entry.source) == ("imported", "import, lists@example.com")
    assert entry.evidence == (
        "people.csv, people.csv, line 2: confirmed at 2024-05-01T00:00:00+00:00, from 192.0.2.7"
    )
