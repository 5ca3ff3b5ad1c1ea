"""Known and unknown addresses: how long each form takes to answer, and whether that tells them apart.

`python -m tests.bench.answering` asks each form for a known and an unknown address in turn, the two
in random order, and compares the medians. Pairs one after the other meet the same neighbours on a
busy machine; the processor time of this process leaves out what the neighbours took. Every address
is asked once and from a network of its own: limits are on, and none is reached.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from tests import databases, postgres
from tests.browser import SAME_ORIGIN
from tests.conftest import SETTINGS
from tests.makers import make_account, make_list, make_subscription
from webapp import create_app
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber

WARM_UP, BOUND = 10, 0.05
NEW = "seven grey herons on the ice"
FORMS = {
    "register": ("/account/register/", {"password": NEW}),
    "sign-in": ("/account/sign-in/", {"password": "not the password"}),
    "forgot": ("/account/forgot/", {}),
    "mailed code": ("/account/sign-in/mail/", {}),
    "subscribe": ("/subscribe/", {"lists": "weekly"}),
}


def measure(folder: Path, url: str, pairs: int) -> dict[str, dict[str, list[list[float]]]]:
    """For each form the processor and wall times, of known and of unknown addresses."""
    own = {"DATABASE_URL": url, "TRUSTED_PROXIES": 1, "LOG_LEVEL": "ERROR"}
    app = create_app(folder / "instance", SETTINGS | own)
    with app.app_context():
        fill(pairs + WARM_UP)
    found = {form: asked(app.test_client, form, pairs) for form in FORMS}
    with app.app_context():
        db.engine.dispose()
    return found


def fill(number: int) -> None:
    """Accounts, and subscribers of the one list."""
    weekly = make_list(slug="weekly")
    for n in range(number):
        make_account(known(n))
        make_subscription(weekly, Subscriber(email=known(n)))
    db.session.commit()


def known(number: int) -> str:
    """An address with an account and a subscription."""
    return f"known{number:05}@example.org"


def unknown(number: int) -> str:
    """One without, as long."""
    return f"other{number:05}@example.org"


def asked(client_of: Callable[[], FlaskClient], form: str, pairs: int) -> dict[str, list]:
    """The times of one form: for each clock those of the known and those of the unknown."""
    path, more = FORMS[form]
    client = client_of()
    page = client.get(path).get_data(as_text=True)
    token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    times: dict[str, list] = {"processor": [[], []], "wall": [[], []]}
    for number in range(pairs + WARM_UP):
        sides = [(0, known(number)), (1, unknown(number))]
        random.shuffle(sides)
        for side, address in sides:
            data = {"email": address, **({"csrf_token": token} if token else {}), **more}
            headers = SAME_ORIGIN | {"X-Forwarded-For": f"10.{side}.{number // 250}.{number % 250}"}
            wall, processor = time.perf_counter(), time.process_time()
            answer = client.post(path, data=data, headers=headers)
            took = time.process_time() - processor, time.perf_counter() - wall
            assert answer.status_code in {200, 302, 422}, (form, answer.status_code)
            if number >= WARM_UP:
                times["processor"][side].append(took[0] * 1000)
                times["wall"][side].append(took[1] * 1000)
    return times


def told_apart(name: str, found: dict[str, dict[str, list[list[float]]]]) -> list[str]:
    """Print the medians on one database; the forms that tell addresses apart."""
    off = []
    for form, clocks in found.items():
        for clock, (of_known, of_unknown) in clocks.items():
            one, other = statistics.median(of_known), statistics.median(of_unknown)
            apart = (one - other) / other
            print(
                f"{name:10} {form:12} {clock:10} {one:8.2f} ms known {other:8.2f} ms unknown "
                f"{apart:+7.1%}",
                flush=True,
            )
            if clock == "processor" and abs(apart) > BOUND:
                off.append(f"{form} on {name}")
    return off


def main() -> None:
    """Measure on both databases, print the medians, and fail where they tell addresses apart."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answering", description=__doc__)
    parser.add_argument("--pairs", type=int, default=300)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as name, postgres.borrowed() as postgresql:
        folder = Path(name)
        sqlite = databases.copy_of(databases.migrated_sqlite(folder), folder)
        databases.migrate(folder, postgresql)
        off = told_apart("SQLite", measure(folder / "sqlite", sqlite, pairs))
        off += told_apart("PostgreSQL", measure(folder / "postgresql", postgresql, pairs))
    sys.exit(f"told apart: {', '.join(off)}" if off else 0)


if __name__ == "__main__":
    main()
