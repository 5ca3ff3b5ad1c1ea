"""What a page costs in round trips to PostgreSQL: its questions, and nothing around them."""

from __future__ import annotations

import time

import psycopg
import pytest
from psycopg.pq import Trace
from sqlalchemy import event, make_url

from tests import databases
from tests.accounts.steps import READER, enter
from tests.makers import make_account, make_article
from webapp import liveness
from webapp.extensions import db
from webapp.reading.edition import watching

# Messages of the client’s after which it waits for the server (PostgreSQL’s manual, chapter 55).
WAITS_AFTER = {"Query", "Sync"}
TIMES = 40
UNTIL_PREPARED = 8  # psycopg does it the sixth time
PATIENCE = 20_000  # milliseconds for a server's process to be gone
END_THE_OTHERS = """
SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def database_url(postgresql_database):
    databases.empty(postgresql_database)
    return postgresql_database


@pytest.fixture
def trips(app, tmp_path):
    """How many round trips there were so far, as the driver’s own library traces them."""
    path = tmp_path / "trace"

    def trace(connection, _record):
        connection.pgconn.trace(file.fileno())
        connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

    def count():
        lines = [line.split("\t") for line in path.read_text().splitlines()]
        return sum(line[0] == "F" and line[2] in WAITS_AFTER for line in lines)

    with path.open("wb") as file:
        with app.app_context():
            event.listen(db.engine, "connect", trace)
            db.engine.dispose()
        yield count
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def story(filled, furnished):
    with filled():
        make_account(READER)
        make_article("Wild Apples")


@pytest.fixture
def front(browser, story):
    """Ask for the front page, some times beforehand: until a question is prepared it takes more."""

    def ask():
        assert browser.client.get("/").status_code == 200

    for _ in range(UNTIL_PREPARED):
        ask()
    return ask


class TestReady:
    def test_a_ready_front_page_asks_nothing(self, trips, front):
        self.costs(0, trips, front)

    def test_of_a_signed_in_reader_it_asks_once(self, trips, browser, front):
        enter(browser)
        for _ in range(UNTIL_PREPARED):
            front()
        self.costs(1, trips, front)

    def costs(self, each, trips, front):
        """Beside the edition, for which a thread asks."""
        before, began = trips(), time.monotonic()
        for _ in range(TIMES):
            front()
        asked = (time.monotonic() - began) / watching.EVERY + 1
        assert 0 <= trips() - before - each * TIMES <= asked


class TestRendered:
    @pytest.fixture
    def settings(self, settings):
        """Nothing is kept ready, and nobody asks for the edition."""
        return settings | {"PAGE_MEMORY": 0}

    @pytest.fixture
    def questions(self, queries, front):
        with queries() as asked:
            front()
        return len(asked)

    def test_it_costs_its_questions_and_nothing_around_them(self, trips, questions, front):
        before = trips()
        front()
        assert trips() - before == questions > 0

    def test_after_a_rest_the_server_is_asked_whether_it_is_there(
        self, trips, questions, front, monkeypatch
    ):
        monkeypatch.setattr(liveness, "REST", 0)
        before = trips()
        front()
        assert trips() - before == questions + 1

    def test_connections_that_the_server_ended_are_replaced_before_they_are_used(
        self, database_url, front
    ):
        url = make_url(database_url).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as other:
            ended = other.execute(END_THE_OTHERS, (PATIENCE,)).fetchall()
        assert ended
        front()
