"""A worker killed in the middle of an import, again and again: no row lost, none doubled."""

import time

import pytest
from sqlalchemy import select

from tests.killing import finish, kill_after, workers
from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import bring, figures, people, standings, undo
from webapp.database import without_write_lock
from webapp.extensions import db
from webapp.subscriptions.importing import turning, undoing
from webapp.subscriptions.importing.models import Import
from webapp.subscriptions.models import Subscriber

ROWS, KILLS = 3000, 3
# A worker with steps so short that a kill falls into the middle of many.
WORKER = """
import sys
from webapp import create_app
from webapp.subscriptions.importing import fetching, jobs
fetching.STEP = 25
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


def test_killed_again_and_again_it_gives_the_same_attributes(worker):
    week, others = make_list("the-week", "The Week"), range(0, 900, 3)
    for n in others:
        known = make_subscriber(
            f"r{n:05}@example.org", attributes={"city": "Astana"} if n % 2 else {}
        )
        make_subscription(week, known)
    rows = "".join(f"r{n:05}@example.org,Almaty {n},paid\n" for n in range(900))
    mapped = {"city": "attribute", "plan": "attribute"}
    import_id = bring(f"email,City,Plan\n{rows}", week, mapped=mapped).id
    finish(worker(import_id))
    turning.apply(db.session.get_one(Import, import_id))
    db.session.commit()
    for least in (200, 500):
        kill_after(worker(import_id), lambda least=least: standing(import_id)[1] > least)
        assert standing(import_id)[0] == "applying"
    finish(worker(import_id))
    db.session.rollback()
    people = db.session.execute(select(Subscriber.email, Subscriber.attributes))
    assert {row.email: row.attributes for row in people} == {
        f"r{n:05}@example.org": {
            "city": "Astana" if n in others and n % 2 else f"Almaty {n}", "plan": "paid"
        }
        for n in range(900)
    }  # fmt: skip
    assert figures()["import_entries"] == 900
    undone = undo(db.session.get_one(Import, import_id)).undone
    assert undone == {"ended": 600, "erased": 600, "emptied": 300}
    left = db.session.scalars(select(Subscriber.attributes))
    assert [held for held in left if held] == [{"city": "Astana"}] * 150


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
