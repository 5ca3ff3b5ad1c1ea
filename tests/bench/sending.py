"""The mailer: a campaign of 10 kB letters to postfix’s smtp-sink, beside ``smtp-source -d``.

On SQLite and on PostgreSQL, the ledger on. ``python -m tests.bench.sending --recipients 100000``
measures this alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import pwd
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import CTE, Text, cast, insert, literal, select

from tests import databases, postgres
from tests.load_tools import load_tool
from webapp import clock, create_app
from webapp.campaigns import accounting, drafting, launching, sending
from webapp.campaigns.models import Campaign
from webapp.cli.worker import give_way
from webapp.extensions import db
from webapp.mail.dkim import keys
from webapp.subscriptions.bulk import MOMENT
from webapp.subscriptions.models import MailingList, Subscriber, Subscription

SIZE = 10_000  # octets of one letter
CONNECTIONS = 10  # as many as smtp-source is given
AT_ONCE = 50_000  # rows written to make readers
WORKERS = 2  # processes: one for each core of the machine that smtp-source shares with the sink


def measure(folder: Path, recipients: int) -> list[dict[str, Any]]:
    """Send one campaign from each database; the limit is measured before and after each."""
    with sink() as port, postgres.borrowed() as postgresql:
        places = {"SQLite": "", "PostgreSQL": postgresql}
        rows = [row(folder / name, url, port, recipients) for name, url in places.items()]
        signing = folder / "SQLite, DKIM by RSA-2048"
        return [*rows, row(signing, "", port, recipients, signed=True)]


def row(
    folder: Path, url: str, port: int, recipients: int, *, signed: bool = False
) -> dict[str, Any]:
    """A campaign in the database at ``url``, by default a new SQLite file in the folder."""
    if signed:
        keys.use(
            folder / "instance" / keys.FOLDER, keys.make(folder / "instance" / keys.FOLDER).name
        )
    limits = [source_rate(port, recipients)]
    rate, note = campaign_rate(folder, url, port, recipients)
    limits.append(source_rate(port, recipients))
    return {
        "what": f"campaign, {recipients:,} letters",
        "rate": rate,
        "unit": "letters/s",
        "limit": "smtp-source -d",
        "limit_rate": sum(limits) / len(limits),
        "note": f"{folder.name}, {note}",
    }


@contextmanager
def sink() -> Iterator[int]:
    """smtp-sink on a free port, for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Run as root it must be told whom to become.
    user = ["-u", pwd.getpwnam("nobody").pw_name] if os.geteuid() == 0 else []
    command = [load_tool("smtp-sink"), *user, f"127.0.0.1:{port}", "200"]
    program = subprocess.Popen(command)
    try:
        wait_for(port)
        yield port
    finally:
        program.terminate()
        program.wait()


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on port {port}")


def source_rate(port: int, messages: int) -> float:
    """Letters a second of postfix’s own generator, its connections kept open."""
    sizes = ["-s", str(CONNECTIONS), "-l", str(SIZE), "-m", str(messages)]
    ends = ["-f", "from@example.com", "-t", "to@example.org", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run([load_tool("smtp-source"), "-d", *sizes, *ends], check=True)
    return messages / (time.perf_counter() - began)


def campaign_rate(folder: Path, url: str, port: int, recipients: int) -> tuple[float, str]:
    """Letters a second of a campaign that WORKERS processes send, and what else is worth saying."""
    folder.mkdir(parents=True, exist_ok=True)
    if url:
        databases.migrate(folder / "instance", url)
    settings = {
        "DATABASE_URL": url or f"sqlite:///{databases.migrated_sqlite(folder)}",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "SMTP_CONNECTIONS": CONNECTIONS // WORKERS,
        "PUBLIC_URL": "https://paper.example",
        "LOG_LEVEL": "WARNING",
    }
    app = create_app(folder / "instance", settings)
    with app.app_context():
        campaign_id = prepare(recipients)
        began = time.perf_counter()
        launching.launch(db.session.get_one(Campaign, campaign_id))
        db.session.commit()
        launched = time.perf_counter() - began
        rate = recipients / send_with_workers(folder / "instance", settings, campaign_id)
        sums = accounting.totals(db.session.get_one(Campaign, campaign_id))
        db.engine.dispose()
    if sums.sent != recipients:
        raise AssertionError(f"not everyone was sent to: {sums}")
    return rate, f"launch {launched:.2f} s; {WORKERS} workers, ledger on"


def send_with_workers(instance: Path, settings: dict[str, Any], campaign_id: int) -> float:
    """Have worker processes send the campaign; the seconds from when all are ready."""
    processes = multiprocessing.get_context("spawn")
    ready = processes.Barrier(WORKERS + 1)
    asked = (instance, settings, campaign_id, ready)
    workers = [processes.Process(target=work, args=asked) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    ready.wait(60)
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began


def work(instance: Path, settings: dict[str, Any], campaign_id: int, ready: Any) -> None:
    """What one worker process does with the campaign."""
    give_way()
    with create_app(instance, settings).app_context():
        ready.wait(60)
        sending.send(campaign_id, threading.Event())


def prepare(recipients: int) -> int:
    """A list with confirmed subscribers, and a draft of 10 kB to it."""
    weekly = MailingList(slug="week", name="The Week", launched_at=clock.now())
    db.session.add(weekly)
    db.session.flush()
    join(weekly, recipients)
    paragraph = "<p>Fifty-two hours, one samovar and eleven conversations.</p>"
    made = drafting.draft(weekly, "The first orchard, and ten more stories", paragraph * 12)
    db.session.commit()
    return made.id


def join(mailing_list: MailingList, recipients: int) -> None:
    """Confirm so many subscribers of a list, each batch in the two statements it takes."""
    at = literal(clock.now() - dt.timedelta(days=1), MOMENT)
    for first in range(1, recipients + 1, AT_ONCE):
        each = _numbers(first, min(first + AT_ONCE - 1, recipients))
        email = literal("reader").concat(cast(each.c.n, Text)).concat("@example.org")
        people = select(each.c.n, email, at)
        db.session.execute(insert(Subscriber).from_select(["id", "email", "confirmed_at"], people))
        joined = select(each.c.n, literal(mailing_list.id), literal("import"), at)
        columns = ["subscriber_id", "list_id", "source", "confirmed_at"]
        db.session.execute(insert(Subscription).from_select(columns, joined))


def _numbers(first: int, last: int) -> CTE:
    """From the first to the last, as a table."""
    each = select(literal(first).label("n")).cte("each", recursive=True)
    return each.union_all(select(each.c.n + 1).where(each.c.n < last))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sending", description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000, help="size of the campaigns")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for one in measure(Path(folder), asked.recipients):
            ratio = one["rate"] / one["limit_rate"]
            print(
                f"{one['rate']:,.0f} letters/s, {ratio:.2f} of {one['limit_rate']:,.0f}: {one['note']}"
            )


if __name__ == "__main__":
    main()
