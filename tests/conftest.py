"""The app on both databases, with the outbox at hand."""

from __future__ import annotations

import io
import json
import threading
from contextlib import contextmanager

import pytest
import structlog
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, select

from tests import databases
from tests.browser import Browser
from webapp import create_app
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.reading.edition.serving import LAYER

pytest_plugins = ["tests.postgres"]

SETTINGS = {
    "TESTING": True,
    "PUBLIC_URL": "http://localhost",
    "SECRET_KEY": "a-key-for-tests-only",
    "LOG_LEVEL": "WARNING",
    "LINK_CHECK": False,  # tests that want it name a server of their own
}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A migrated SQLite file that each test copies."""
    return databases.migrated_sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_database(tmp_path_factory, postgres_url):
    """A migrated PostgreSQL database that each test empties."""
    return databases.migrated_postgresql(tmp_path_factory.mktemp("postgresql"), postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """An empty database with today's schema, once of each kind."""
    if request.param == "sqlite":
        yield databases.copy_of(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        url = request.getfixturevalue("postgresql_database")
        databases.empty(url)
        yield url


@pytest.fixture
def settings(database_url):
    """Settings of the app under test; a test module may override this fixture."""
    return SETTINGS | {"DATABASE_URL": database_url, "RATELIMIT_ENABLED": False}


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory):
    """Templates compiled once a run, not once a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("bytecode")))


@pytest.fixture
def app(settings, tmp_path, bytecode):
    """The real application on an instance of its own."""
    app = create_app(tmp_path / "instance", settings)
    app.jinja_env.bytecode_cache = bytecode
    yield app
    if LAYER in app.extensions:
        app.extensions[LAYER].rest()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(app):
    """An application context for tests below the views. Not for tests that use a browser."""
    with app.app_context():
        yield app


@pytest.fixture
def browser(app):
    """A reader's browser, without JavaScript; every page it opens is checked."""
    return Browser(app)


@pytest.fixture
def outbox(app):
    """The mails waiting or sent, oldest first: call it to read them afresh."""

    def read() -> list[OutgoingMail]:
        with app.app_context():
            return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    return read


@pytest.fixture
def filled(app):
    """Run some makers in a context of their own and commit: ``with filled(): make_article()``."""

    @contextmanager
    def fill():
        with app.app_context():
            yield
            db.session.commit()

    return fill


@pytest.fixture
def written(app):
    """All that was written to the log since, as text; at which level, the settings say."""
    file = io.StringIO()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file))
    return file.getvalue


@pytest.fixture
def logged(written):
    """The lines of one event, such as "refused"."""

    def read(event):
        found = [json.loads(line) for line in written().splitlines()]
        return [line for line in found if line["event"] == event]

    return read


@pytest.fixture
def queries(app):
    """Count what the database is asked: ``with queries() as asked: …; len(asked)``.

    Only by the thread that counts: the edition is asked for by a thread of its own, at most once a
    second, whatever page is opened.
    """

    @contextmanager
    def counted():
        asked, counting = [], threading.get_ident()

        def note(_connection, _cursor, statement, *_rest):
            if threading.get_ident() == counting and not statement.startswith("BEGIN"):
                asked.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counted
