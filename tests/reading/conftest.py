"""What tests of the paper need besides the app."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.makers import make_section
from webapp.extensions import db
from webapp.reading.furnishing import furnish


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
def furnished(filled):
    """A paper with the sections and pages of the model."""
    with filled():
        furnish()


@pytest.fixture
def queries(app):
    """Count what the database is asked: ``with queries() as asked: …; len(asked)``."""

    @contextmanager
    def counted():
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counted


@pytest.fixture
def nation(filled):
    """The id of a section with a strip and a place in the bar."""
    with filled():
        return make_section(bar_position=1, strip_position=1).id
