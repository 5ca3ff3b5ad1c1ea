"""Databases on a real PostgreSQL server, one server for the whole run however many workers.

The server is MASTHEAD_TEST_POSTGRES_URL, or a private one that starts when first asked for and
ends with the run. ``python -m tests.postgres`` finds or gets its programs and says which they are.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests import cluster
from tests.machine import Missing, first_line

GIVEN = "MASTHEAD_TEST_POSTGRES_URL"
HOME = "MASTHEAD_TEST_POSTGRES_HOME"
OWNER = "MASTHEAD_TEST_POSTGRES_OWNER"
_made: set[str] = set()


def pytest_configure(config) -> None:
    """The first process of a run names the folder and the owner; its workers inherit both."""
    if not hasattr(config, "workerinput"):
        begin()


def pytest_unconfigure(config) -> None:
    """Whatever became of the tests, no database and no server of theirs stays."""
    drop_databases()
    if not hasattr(config, "workerinput"):
        cluster.stop(Path(os.environ.pop(HOME)))


def begin() -> None:
    """Name the folder of a server, should one be wanted, and this process as its owner."""
    os.environ[HOME] = str(cluster.new_home())
    os.environ[OWNER] = str(os.getpid())


@contextmanager
def borrowed() -> Iterator[str]:
    """The address of a new and empty database outside of tests; nothing of it stays."""
    begin()
    try:
        yield make_database()
    finally:
        drop_databases()
        cluster.stop(Path(os.environ.pop(HOME)))


def drop_databases() -> None:
    """Remove every database that was made here."""
    for url in sorted(_made):
        drop_database(url)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a new and empty database, one for each process of the run."""
    return make_database()


def make_database(template: str | None = None) -> str:
    """A new database, empty or a copy of ``template`` (the address of one made here)."""
    name = f"masthead_{uuid4().hex[:12]}"
    original = "template1" if template is None else make_url(template).database or ""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}" + _strategy())
    _run_alone(statement.format(sql.Identifier(name), sql.Identifier(original)))
    url = _server().set(database=name).render_as_string(hide_password=False)
    _made.add(url)
    return url


def drop_database(url: str) -> None:
    """Remove a database of ``make_database``, whoever is still connected to it."""
    _made.discard(url)
    name = sql.Identifier(make_url(url).database or "")
    _run_alone(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@cache
def _strategy() -> str:
    """Copying files takes half the time, where the server can be told to (from 15 on)."""
    with _connection() as connection:
        return " STRATEGY file_copy" if connection.info.server_version >= 150000 else ""


def _run_alone(statement: sql.Composed) -> None:
    """Run a statement that refuses to share a database; whoever just left may take a moment."""
    for wait in (0.05, 0.2, 1, None):
        try:
            with _connection() as connection:
                connection.execute(statement)
        except psycopg.errors.ObjectInUse:
            if wait is None:
                raise
            time.sleep(wait)
        else:
            return


def _connection() -> psycopg.Connection:
    address = _server().set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


@cache
def _server() -> URL:
    given = os.environ.get(GIVEN)
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    home = Path(os.environ[HOME])
    cluster.start(home, int(os.environ[OWNER]))
    return URL.create(
        "postgresql+psycopg", cluster.ROLE, database="postgres", query={"host": str(home)}
    )


def main() -> None:
    """Find or get the server's programs, and say which they are."""
    if os.environ.get(GIVEN):
        print(f"PostgreSQL: the server that {GIVEN} names")
        return
    try:
        folder = cluster.programs()
    except Missing as sentence:
        sys.exit(str(sentence))
    print(f"PostgreSQL: {first_line(folder / 'postgres', '--version')} ({folder})")


if __name__ == "__main__":
    main()
