"""Launching for a million, and what a worker takes of memory for few and for many.

``python -m tests.bench.launching --recipients 1000000``, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests import databases, postgres
from tests.bench.searching import tidy
from tests.bench.sending import prepare, sink
from webapp import create_app
from webapp.campaigns import launching, sending
from webapp.campaigns.models import Campaign
from webapp.extensions import db

FEW = 10_000
SECONDS = 10  # for which a worker sends
KILOBYTES = 1024  # in which Linux counts what a process held at most


def measure(folder: Path, url: str, port: int, recipients: int) -> str:
    """Launch for so many, have a worker send for a while, and say what both took."""
    folder.mkdir(parents=True)
    if url:
        databases.migrate(folder / "instance", url)
    settings = {
        "DATABASE_URL": url or f"sqlite:///{databases.migrated_sqlite(folder)}",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }
    with create_app(folder / "instance", settings).app_context():
        campaign_id = prepare(recipients)
        if url:
            tidy()  # as after an import, and by itself a minute later
        began = time.perf_counter()
        launching.launch(db.session.get_one(Campaign, campaign_id))
        db.session.commit()
        took = time.perf_counter() - began
        db.engine.dispose()
    held = memory(folder / "instance", settings, campaign_id)
    return f"{folder.name}: {recipients:>9,} launched in {took:6.2f} s; a worker held {held:.0f} MB"


def memory(instance: Path, settings: dict[str, Any], campaign_id: int) -> float:
    """How many megabytes a worker process held at most while it was sending."""
    processes = multiprocessing.get_context("spawn")
    told = processes.SimpleQueue()
    worker = processes.Process(target=work, args=(instance, settings, campaign_id, told))
    worker.start()
    held: float = told.get()
    worker.join()
    return held


def work(instance: Path, settings: dict[str, Any], campaign_id: int, told: Any) -> None:
    """What the worker does: send, and tell."""
    with create_app(instance, settings).app_context():
        stop = threading.Event()
        threading.Timer(SECONDS, stop.set).start()
        sending.send(campaign_id, stop)
        told.put(most_held())


def most_held() -> float:
    """The megabytes that this process held at most (Linux).

    What getrusage tells begins with what the parent held as it started us: the readers it made.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)[0]) / KILOBYTES


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.launching", description=__doc__)
    parser.add_argument("--recipients", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sink() as port, postgres.borrowed() as first:
        for number in (FEW, asked.recipients):
            url = first if number == FEW else postgres.make_database()
            print(measure(Path(name) / str(number) / "SQLite", "", port, number), flush=True)
            print(measure(Path(name) / str(number) / "PostgreSQL", url, port, number), flush=True)


if __name__ == "__main__":
    main()
