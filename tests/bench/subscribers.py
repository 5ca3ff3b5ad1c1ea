"""The newsroom’s screens over a million subscribers and three million subscriptions.

`python -m tests.bench.subscribers` fills a database of each kind and prints for each kind of
screen how long the whole page takes as Flask renders it, the database’s answer included: the 50th
and the 95th of a hundred, in milliseconds, beside the 150 that it may take.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select, text

from tests import databases, postgres
from tests.bench import processor
from tests.bench.people import CITIES, DOMAINS, fill
from tests.bench.searching import of_a_hundred, tidy
from tests.makers import make_account
from tests.passes import pass_of
from webapp import create_app
from webapp.accounts.models import Role
from webapp.campaigns.segments.conditions import Conditions
from webapp.campaigns.segments.models import Segment
from webapp.cli.serving import settle
from webapp.extensions import db
from webapp.subscriptions import counting, indexing, surveying
from webapp.subscriptions.models import Subscriber

LIMIT = 150  # milliseconds
TIMES = 100
OWNER = "owner@example.com"
# Segments that people make: of one list, of a part of it, of attributes, of words, of letters.
SEGMENTS = [
    {"list_id": 1, "state": "confirmed"},
    {"list_id": 1, "state": "left", "source": "form"},
    {"list_id": 1, "state": "confirmed", "since": "2026-09-01"},
    {"list_id": 2, "state": "confirmed", "source": "import", "since": "2026-06-01"},
    {"list_id": 2, "state": "confirmed", "attribute": "city", "value": CITIES[0]},
    {"list_id": 5, "state": "confirmed", "attribute": "plan", "value": "paid"},
    {"list_id": 3, "state": "confirmed", "domain": DOMAINS[4]},
    {"attribute": "city", "value": CITIES[2], "domain": DOMAINS[3]},
    {"domain": DOMAINS[0]},
    {"list_id": 6, "state": "confirmed", "domain": DOMAINS[0]},
    {"list_id": 5, "state": "confirmed", "letter": "sent", "campaign_id": 1, "domain": DOMAINS[4]},
]


def main() -> None:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.subscribers", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=TIMES, help="pages of each kind")
    parser.add_argument("--folder", type=Path, help="where databases are kept for the next time")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--postgresql", help="address of a PostgreSQL database for nothing else")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.folder or Path(folder)
        if asked.only != "postgresql":
            measure("SQLite", f"sqlite:///{place / 'people.sqlite'}", place, asked)
        if asked.only != "sqlite" and asked.postgresql:
            measure("PostgreSQL", asked.postgresql, place, asked)
        elif asked.only != "sqlite":
            with postgres.borrowed() as url:
                measure("PostgreSQL", url, place, asked)


def measure(name: str, url: str, folder: Path, asked: argparse.Namespace) -> None:
    """Fill a database, or take one that is filled, and print how long each screen takes."""
    databases.migrate(folder, url)
    app = create_app(
        folder, {"DATABASE_URL": url, "LOG_LEVEL": "WARNING", "RATELIMIT_ENABLED": False}
    )
    settle()  # as a web process does
    with app.app_context():
        if not db.session.scalar(text("SELECT 1 FROM subscribers LIMIT 1")):
            start = time.perf_counter()
            fill(asked.people)
            print(f"filled in {time.perf_counter() - start:.0f} s", flush=True)
            counting.fold()
            indexing.catch_up()
            furnish()
            surveying.survey_lists()
            if db.engine.dialect.name == "postgresql":
                tidy()  # as it does by itself in time
        emails = some_emails()
        db.session.remove()
    cookie = {"Cookie": "=".join(pass_of(app, OWNER))}
    print(
        f"\n{name}: {asked.people:,} subscribers; milliseconds of {asked.times} pages of each kind"
    )
    print(f"{'':52}{'p50':>9}{'p95':>9}   of the processor{'p50':>9}{'p95':>9}")
    client = app.test_client(use_cookies=False)
    every = [
        show(kind, [timed(client, path(number), cookie) for number in range(-3, asked.times)][3:])
        for kind, path in screens(emails).items()
    ]
    show("all", [each for times in every for each in times])
    with app.app_context():
        db.engine.dispose()


def show(kind: str, times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Print the line of a kind of screen: how long it took, and the processor’s share of it."""
    whole, busy = ([each[place] for each in times] for place in (0, 1))
    cells = [f"{of_a_hundred(part, each):9.1f}" for each in (whole, busy) for part in (50, 95)]
    mark = "" if of_a_hundred(95, busy) <= LIMIT else "  over"
    print(f"{kind[:51]:52}{cells[0]}{cells[1]}{'':19}{cells[2]}{cells[3]}{mark}", flush=True)
    return times


def furnish() -> None:
    """An owner, and the segments."""
    make_account(OWNER, role=Role.OWNER)
    for number, given in enumerate(SEGMENTS, 1):
        kept = Conditions.read(given).written()
        db.session.add(
            Segment(name=f"Segment {number}", conditions=kept, list_id=given.get("list_id"))
        )
    db.session.commit()


def some_emails() -> list[str]:
    """A hundred addresses from all over."""
    last = db.session.scalar(select(Subscriber.id).order_by(Subscriber.id.desc()).limit(1)) or 0
    ids = [1 + last * number // 100 for number in range(100)]
    return list(db.session.scalars(select(Subscriber.email).where(Subscriber.id.in_(ids))))


def screens(emails: list[str]) -> dict[str, Callable[[int], str]]:
    """For each kind of screen the path of its nth page."""

    def of(n: int) -> str:
        return emails[n % len(emails)]

    people, one = "/newsroom/subscribers/?", "/newsroom/lists/1/?"
    found: dict[str, Callable[[int], str]] = {
        "all lists": lambda _: "/newsroom/lists/",
        "a list": lambda _: one,
        "a list, charts": lambda _: "/newsroom/lists/1/charts/",
        "overlap of lists": lambda _: "/newsroom/lists/overlap/",
        "a list, page further on": lambda n: f"{one}after=list-{2_900_000 - n * 20_000}",
        "a list, those who wait": lambda _: f"{one}state=awaiting",
        "a list, those who left": lambda _: f"{one}state=left",
        "a list, suppressed": lambda _: f"{one}state=suppressed",
        "a list, a rare source": lambda _: f"{one}source=staff",
        "a list, some days": lambda n: (
            f"{one}since=2025-{n % 12 + 1:02}-01&until=2025-{n % 12 + 1:02}-20"
        ),
        "a list, a year, confirmed": lambda _: (
            f"{one}since=2025-01-01&until=2025-12-31&state=confirmed"
        ),
        "a list, part of an address": lambda n: f"{one}q={of(n)[3:16]}",
        "a list, a common part": lambda _: f"{one}q=gmail",
        "a small list, a common part": lambda _: "/newsroom/lists/6/?q=gmail",
        "everyone": lambda _: people,
        "a whole address": lambda n: f"{people}q={of(n)}",
        "part of an address": lambda n: f"{people}q={of(n)[3:14]}",
        "three letters": lambda n: f"{people}q={of(n)[2:5]}",
        "two letters": lambda n: f"{people}q={of(n)[:2]}",
        "a family name": lambda n: f"{people}q={of(n).split('.')[1][:6]}",
        "a common part": lambda _: f"{people}q=example",
        "two parts": lambda n: f"{people}q={of(n)[:4]}+gmail",
        "an attribute": lambda n: f"{people}attribute=city&value={CITIES[n % 8]}",
        "a domain, and a part": lambda n: f"{people}domain={DOMAINS[n % 4]}&q={of(n)[2:6]}",
        "suppressed": lambda _: f"{people}state=suppressed",
    }
    for number, given in enumerate(SEGMENTS, 1):
        told = ", ".join(f"{value}" for value in given.values())
        found[f"segment: {told}"] = lambda _, number=number: f"/newsroom/segments/{number}/"
    return found


def timed(client: FlaskClient, path: str, headers: dict[str, str]) -> tuple[float, float]:
    """How many milliseconds a page takes, and how many of the processor, the servers’ included."""
    with client.application.app_context():
        servers = processor.servers()
    start, before = time.perf_counter(), processor.seconds(servers)
    answer = client.get(path, headers=headers)
    took, busy = time.perf_counter() - start, processor.seconds(servers) - before
    assert answer.status_code == 200, (path, answer.status_code)
    return took * 1000, busy * 1000


if __name__ == "__main__":
    main()
