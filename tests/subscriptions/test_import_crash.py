"""A worker killed in the middle of an import, again and again: no row lost, none doubled."""

import time

import pytest

from tests.killing import finish, kill_after, workers
from tests.makers import make_list
from tests.subscriptions.imports import bring, figures, people, standings, undo
from webapp.database import without_write_lock
from webapp.extensions import db
from webapp.subscriptions.importing import turning, undoing
from webapp.subscriptions.importing.models import Import

ROWS, KILLS = 3000, 3
# A worker with steps so short that a kill falls into the middle of many.
WORKER = """
import sys
from webapp import create_app
from webapp.subscriptions.importing import jobs, running
running.STEP = 25
with create_app().app_context():
    jobs.work_on(import_id=int(sys.argv[1]))
"""


@pytest.fixture
def worker(context):
    """Start a real worker process on an import."""
    with workers(context, WORKER) as start:
        yield start


def standing(import_id):
    """Where the import stands, without waiting until the worker lets somebody else write."""
    with without_write_lock(db.session()):
        one = db.session.get_one(Import, import_id)
        return one.state, one.position


def test_killed_while_reading_it_reads_anew_and_killed_while_applying_it_goes_on(worker):
    week = make_list("the-week", "The Week")
    import_id = bring(people(ROWS), week).id
    process = worker(import_id)
    time.sleep(0.3)
    process.kill()
    finish(worker(import_id))
    assert standing(import_id)[0] == "ready"
    turning.apply(db.session.get_one(Import, import_id))
    db.session.commit()
    reached = 0
    for _ in range(KILLS):
        before = reached
        kill_after(worker(import_id), lambda least=before: standing(import_id)[1] > least + 200)
        state, reached = standing(import_id)
        counted = figures()
        assert state == "applying"
        assert {counted[name] for name in ("subscribers", "subscriptions", "consents")} == {reached}
        assert counted["import_entries"] == reached
    finish(worker(import_id))
    one = db.session.get_one(Import, import_id)
    db.session.refresh(one)
    assert (one.state, one.position, one.done["new"]) == ("done", ROWS, ROWS)
    assert set(figures().values()) == {ROWS, 1}
    assert list(standings(week).values()) == ["confirmed"] * ROWS


def test_a_person_is_never_on_the_list_twice_by_two_runs_of_one_file(worker):
    week = make_list("the-week", "The Week")
    first, second = (bring(people(1000), week).id for _ in range(2))
    for import_id in (first, second):
        finish(worker(import_id))
        turning.apply(db.session.get_one(Import, import_id))
        db.session.commit()
    processes = [worker(first), worker(second)]
    for process in processes:
        finish(process)
    one, other = (db.session.get_one(Import, import_id) for import_id in (first, second))
    for each in (one, other):
        db.session.refresh(each)
    assert len(standings(week)) == 1000
    assert figures()["import_entries"] == figures()["consents"] == 1000
    assert one.did.rows == other.did.rows == 1000
    assert undoing.STEP > 1000
    undo(one)
    undo(other)
    assert set(standings(week).values()) == {"import undone"}
