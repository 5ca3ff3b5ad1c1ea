"""A change of a million people: found, applied and taken back, by a worker that is killed on the way.

``python -m tests.bench.changing --people 1000000`` ends everybody’s subscription to a list and undoes
it, on SQLite and on PostgreSQL. It says how many people a second each part took and how much memory
the worker, and fails if anybody was left out or changed twice.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from tests import databases, postgres
from tests.bench.launching import most_held
from tests.bench.sending import join
from webapp import clock, create_app
from webapp.campaigns.actions import jobs, turning
from webapp.campaigns.actions.models import Action, ActionEntry, Kind
from webapp.cli.worker import give_way
from webapp.extensions import db
from webapp.subscriptions.models import Consent, Ended, MailingList, Subscription

KILLS = 5


def main() -> None:
    """Measure and print, one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.changing", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work)
        return
    with tempfile.TemporaryDirectory() as name:
        if asked.only != "postgresql":
            measure(Path(name) / "SQLite", "", asked.people)
        if asked.only != "sqlite":
            with postgres.borrowed() as url:
                measure(Path(name) / "PostgreSQL", url, asked.people)


def work(action_id: int) -> None:
    """What a worker does with a change; prints its greatest memory, in MB."""
    give_way()
    with create_app().app_context():
        jobs.work_on(action_id=action_id)
    print(f"{most_held():.0f}")


def measure(folder: Path, url: str, people: int) -> None:
    """Find, apply and take back, and count after each."""
    folder.mkdir()
    instance = folder / "instance"
    if url:
        databases.migrate(instance, url)
    url = url or f"sqlite:///{databases.migrated_sqlite(folder)}"
    os.environ |= {
        "MASTHEAD_INSTANCE": str(instance),
        "MASTHEAD_DATABASE_URL": url,
        "MASTHEAD_LOG_LEVEL": "WARNING",
    }
    with create_app(instance, {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"}).app_context():
        action_id = prepare(people)
        timed(f"{folder.name}: found", people, action_id)
        turning.apply(db.session.get_one(Action, action_id))
        db.session.commit()
        for number in range(1, KILLS + 1):
            kill(action_id, people * number // (KILLS + 1))
        began_at = passed(action_id)
        timed(f"{folder.name}: the rest applied, after {KILLS} kills", people - began_at, action_id)
        check(people, ended=people, entries=people)
        turning.undo(db.session.get_one(Action, action_id), "bench", "it was the wrong list")
        db.session.commit()
        timed(f"{folder.name}: taken back", people, action_id)
        check(people, ended=0, entries=2 * people)
        db.engine.dispose()


def prepare(people: int) -> int:
    """A list of so many readers, and the change that takes them from it."""
    week = MailingList(slug="week", name="The Week", launched_at=clock.now())
    db.session.add(week)
    db.session.flush()
    join(week, people)
    one = Action(
        kind=Kind.END, conditions={"list_id": week.id}, list_id=week.id, reason="bench", who="bench"
    )
    db.session.add(one)
    db.session.commit()
    number = one.id
    db.session.rollback()
    return number


def start(action_id: int) -> subprocess.Popen[str]:
    """A worker process at a change."""
    command = [sys.executable, "-m", "tests.bench.changing", "--work", str(action_id)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def timed(what: str, people: int, action_id: int) -> None:
    """Have a worker do what the change waits for, and say how fast that was."""
    began = time.perf_counter()
    told, _ = start(action_id).communicate()
    took = time.perf_counter() - began
    print(f"{what}: {people / took:,.0f} people/s, {took:.1f} s, {told.strip()} MB", flush=True)


def kill(action_id: int, at: int) -> None:
    """End a worker by force once so many people were dealt with."""
    worker = start(action_id)
    while passed(action_id) < at:
        time.sleep(0.02)
    worker.kill()
    worker.communicate()


def passed(action_id: int) -> int:
    """How many people a change is done with."""
    found = db.session.get_one(Action, action_id).passed
    db.session.rollback()
    return found


def check(people: int, *, ended: int, entries: int) -> None:
    """Raise unless everybody was changed, and nobody twice."""
    gone = count(Subscription.ended_reason == Ended.STAFF)
    found = gone, count(Subscription.ended_at.is_(None)), count(Consent.id > 0)
    if found != (ended, people - ended, entries) or count(ActionEntry.is_changed) != people:
        raise AssertionError(f"somebody was left out or changed twice: {found}")


def count(*conditions: object) -> int:
    """How many rows there are."""
    return int(db.session.scalar(select(func.count()).where(*conditions)) or 0)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
