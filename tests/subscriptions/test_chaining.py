"""Many writers at once keep one chain, and whatever else they lock, none waits for ever."""

from __future__ import annotations

import subprocess
import sys
import threading

from tests.house.source import ROOT
from tests.makers import make_list, make_subscriber
from tests.subscriptions.record import PROOF, verified, write_entries
from tests.subscriptions.test_races import together
from tests.subscriptions.writers import EACH
from webapp.extensions import db
from webapp.subscriptions import consenting
from webapp.subscriptions.models import ConsentEvent, Subscriber

AT_ONCE, TIMES = 4, 10


def test_threads_at_once_keep_one_chain(app, filled):
    with filled():
        week, person = make_list().id, make_subscriber()
        signed = PROOF.signed_by(person.id, person.email)

    def write():
        for _ in range(TIMES):
            with app.app_context():
                consenting.record_many([signed], ConsentEvent.ASKED, PROOF, list_id=week)
                db.session.commit()

    together(*[write] * AT_ONCE)
    with app.app_context():
        assert verified().number == AT_ONCE * TIMES


def test_processes_at_once_keep_one_chain(app, settings, tmp_path, filled):
    with filled():
        write_entries(1)
        url, key = settings["DATABASE_URL"], app.config["ADDRESS_KEY"]
    command = [sys.executable, "-m", "tests.subscriptions.writers", str(tmp_path / "instance")]
    writers = [subprocess.Popen([*command, url, key], cwd=ROOT) for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    with app.app_context():
        assert verified().number == 1 + 3 * 2 * EACH


def test_a_row_locked_before_by_one_and_after_by_the_other_stops_neither(app, filled):
    """The chain is the last lock of both, so neither holds it while it waits for the row."""
    with filled():
        week, person = make_list().id, make_subscriber().id
        signed = PROOF.signed_by(person, "reader@example.org")
    with app.app_context():
        # SQLite lets the second begin when the first has ended.
        both = threading.Barrier(2 if db.engine.dialect.name == "postgresql" else 1)

    def record():
        consenting.record_many([signed], ConsentEvent.ASKED, PROOF, list_id=week)
        db.session.flush()

    def lock():
        db.session.get_one(Subscriber, person, with_for_update=True)

    def do(first, second):
        with app.app_context():
            db.session.connection()
            first()
            both.wait(10)
            second()
            db.session.commit()

    together(lambda: do(record, lock), lambda: do(lock, record))
    with app.app_context():
        assert verified().number == 2
