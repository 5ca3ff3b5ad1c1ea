"""What the database is asked, and how it would answer."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import event

from webapp.extensions import db

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


@contextmanager
def statements(*kinds):
    """The statements of the block with their parameters; of some kinds, or all but BEGIN."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.lstrip().startswith(kinds or "") and not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@contextmanager
def questions():
    """The questions of the block. Whatever it set for its connections goes with them."""
    with statements("SELECT", "WITH") as asked:
        yield asked
    leave()


def leave():
    """Let go of the connections, and of what was set for them."""
    db.session.rollback()
    db.engine.dispose()


def plans(asked):
    """How the database would answer each of some statements."""
    connection = db.session.connection()
    for statement, parameters in list(asked):
        explained = f"{EXPLAIN[connection.dialect.name]} {statement}"
        rows = connection.exec_driver_sql(explained, parameters)
        yield statement, "\n".join(str(row[-1]) for row in rows)
