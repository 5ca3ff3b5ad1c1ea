"""Imports of a million rows: how fast, in how much memory, how the site answers meanwhile, and kills.

`python -m tests.bench.importing` makes a file, has a process of its own read it (the dry run) and take
it in, then takes another file in while that process is killed ten times. With `--postgres URL` in an
empty PostgreSQL database, else in SQLite. The front page is asked for all the while, and beforehand
with nothing else going on.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from tests import databases
from tests.bench import server
from tests.bench.launching import most_held
from webapp import clock, create_app
from webapp.cli.worker import give_way
from webapp.extensions import db
from webapp.subscriptions.importing import bringing, jobs, turning
from webapp.subscriptions.importing.models import Import, ImportEntry
from webapp.subscriptions.models import Consent, MailingList, Subscriber, Subscription

KILLS = 10
BETWEEN = 0.05  # seconds from one question for the front page to the next
IDLE = 10  # seconds


def main() -> None:
    """Measure and print, one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgres", help="address of an empty PostgreSQL database")
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), asked.rows, asked.postgres)


def work(import_id: int) -> None:
    """What a worker does with an import; prints its greatest memory, in MB."""
    give_way()
    with create_app().app_context():
        jobs.work_on(import_id=import_id)
    print(f"{most_held():.0f}")


def measure(folder: Path, rows: int, postgres: str | None) -> None:
    """Everything there is to measure."""
    url = postgres or f"sqlite:///{databases.migrated_sqlite(folder)}"
    if postgres:
        databases.migrated_postgresql(folder, postgres)
    os.environ |= {"MASTHEAD_DATABASE_URL": url}
    app = create_app(folder / "instance", {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"})
    with app.app_context(), server.site(folder / "instance") as site:
        weekly = MailingList(slug="week", name="The Week", launched_at=clock.now())
        db.session.add(weekly)
        db.session.commit()
        with watched(site) as idle:
            time.sleep(IDLE)
        first = bring(folder, rows, "first", weekly)
        with watched(site) as reading:
            timed("dry run", rows, folder, first)
        begin(first)
        with watched(site) as applying:
            timed("import", rows, folder, first)
        for name, times in (("idle", idle), ("dry run", reading), ("import", applying)):
            print(f"front page, {name}: p95 {p95(times):.1f} ms of {len(times):,}")
        second = bring(folder, rows, "second", weekly)
        timed("dry run on a full list", rows, folder, second)
        begin(second)
        killed(folder, second, rows)
        counted(rows)
        db.engine.dispose()


def bring(folder: Path, rows: int, name: str, weekly: MailingList) -> int:
    """An import of invented people, in no order."""
    path, dice = folder / f"{name}.csv", random.Random(name)  # noqa: S311 (an order)
    numbers = list(range(rows))
    dice.shuffle(numbers)
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,confirmed_at\n")
        for n in numbers:
            person = f"{name}.reader{n:07}@mail{n % 50}.example.org,Reader {n}"
            file.write(f"{person},2024-05-01T10:00:{n % 60:02}Z\n")
    with path.open("rb") as file:
        one = bringing.bring(file, path.name, weekly, "bench")
    db.session.commit()
    import_id = one.id
    db.session.rollback()
    return import_id


def begin(import_id: int) -> None:
    """Have it applied."""
    turning.apply(db.session.get_one(Import, import_id))
    db.session.commit()


def start(folder: Path, import_id: int) -> subprocess.Popen[str]:
    """A worker process at an import, in a session of its own as that of ``serve``."""
    command = [sys.executable, "-m", "tests.bench.importing", "--work", str(import_id)]
    environment = server.environment(folder / "instance")
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def timed(what: str, rows: int, folder: Path, import_id: int) -> None:
    """Have a worker do what the import waits for, and say how fast that was."""
    began = time.perf_counter()
    told, _ = start(folder, import_id).communicate()
    took = time.perf_counter() - began
    print(f"{what}: {rows / took:,.0f} rows/s, {took:.1f} s, at most {told.strip()} MB", flush=True)


def killed(folder: Path, import_id: int, rows: int) -> None:
    """Kill its worker ten times on the way, and finish."""
    for number in range(1, KILLS + 1):
        worker = start(folder, import_id)
        while position(import_id) < rows * number // (KILLS + 1):
            time.sleep(0.02)
        worker.kill()
        worker.communicate()
    timed(f"the rest after {KILLS} kills", rows - position(import_id), folder, import_id)


def position(import_id: int) -> int:
    """How far an import is."""
    found = db.session.scalar(select(Import.position).where(Import.id == import_id))
    db.session.rollback()
    return int(found or 0)


def counted(rows: int) -> None:
    """Raise unless both files are there whole, and nobody twice."""
    tables = (Subscriber, Subscription, Consent, ImportEntry)
    found = {
        t.__tablename__: db.session.scalar(select(func.count()).select_from(t)) for t in tables
    }
    new = [one.did.new for one in db.session.scalars(select(Import).order_by(Import.id))]
    print(f"counted: {found}, new by import: {new}")
    if set(found.values()) != {2 * rows} or new != [rows, rows]:
        raise AssertionError("rows were lost or doubled")


@contextmanager
def watched(site: str):
    """The times the front page takes, in ms, asked for again and again while the block runs."""
    times: list[float] = []
    over = threading.Event()

    def ask() -> None:
        while not over.wait(BETWEEN):
            began = time.perf_counter()
            with urllib.request.urlopen(site) as answer:
                answer.read()
            times.append(1000 * (time.perf_counter() - began))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield times
    finally:
        over.set()
        asking.join()


def p95(times: list[float]) -> float:
    """What nineteen of twenty stay under."""
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
