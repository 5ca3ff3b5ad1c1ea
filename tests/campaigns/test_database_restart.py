"""PostgreSQL killed under a sending worker, and started again: nothing lost, nothing twice."""

from __future__ import annotations

import shutil
import threading
import time

import pytest
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from tests import cluster, databases
from tests.campaigns.sends import has_sent, launch, make_letter, recover, send, totals
from webapp.extensions import db

READERS = 1500
# Unlike the tests' own server this one is to survive: a commit that was answered is on disk.
DURABLE = cluster.SETTINGS | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class Restarting:
    """A server that can be killed and started again on the same data."""

    def __init__(self):
        self.home = cluster.new_home()
        cluster.initialise(self.home)
        self.start()

    def start(self):
        """Start it; what the killed one left in shared memory may take a moment to go."""
        deadline = time.monotonic() + 60
        (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.process = cluster.run(self.home, DURABLE)
        while not cluster.takes_connections(self.home):
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            if self.process.poll() is not None:
                self.process = cluster.run(self.home, DURABLE)
            time.sleep(0.05)

    def kill(self):
        """End the postmaster by the signal that nothing can answer; its servers follow."""
        self.process.kill()
        self.process.wait()

    @property
    def url(self):
        address = URL.create(
            "postgresql+psycopg", cluster.ROLE, database="postgres", query={"host": str(self.home)}
        )
        return address.render_as_string()


@pytest.fixture(scope="module")
def postgresql():
    postgresql = Restarting()
    yield postgresql
    postgresql.kill()
    shutil.rmtree(postgresql.home, ignore_errors=True)


@pytest.fixture
def database_url(postgresql, tmp_path):
    return databases.migrated_postgresql(tmp_path, postgresql.url)


def test_killed_and_restarted_under_a_worker_it_loses_nothing(server, context, postgresql):
    server.script.pause = 0.01
    campaign_id, emails = make_letter(READERS)
    launch(campaign_id)
    troubles = []

    def work():
        with context.app_context():
            try:
                send(campaign_id)
            except SQLAlchemyError as problem:
                troubles.append(problem)
            finally:
                db.session.remove()

    worker = threading.Thread(target=work)
    worker.start()
    while len(server.taken) < READERS // 5:
        time.sleep(0.01)
    postgresql.kill()
    worker.join(60)
    assert not worker.is_alive()
    assert len(troubles) == 1, "it noticed"
    db.session.remove()
    db.engine.dispose()
    postgresql.start()

    assert recover() > 0
    assert totals(campaign_id).claimed == 0
    server.script.pause = 0
    while not has_sent(campaign_id):
        send(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.unknown) == (READERS, 0), "every letter in hand was seen to its end"
    assert server.counts() == dict.fromkeys(emails, 1)
