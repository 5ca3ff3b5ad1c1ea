"""What machines that watch may ask: whether the paper is ready."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from webapp.extensions import db
from webapp.health import newest_revision


@pytest.fixture
def other_version(app):
    """A database that says it has another schema; put right afterwards, as it is used again."""

    def write(version):
        with app.app_context():
            asked = text("UPDATE alembic_version SET version_num = :version")
            db.session.execute(asked, {"version": version or newest_revision()})
            db.session.commit()

    write("0000")
    yield
    write("")


def test_a_database_of_another_version_is_not_ready(browser, other_version):
    answer = browser.client.get("/readyz")
    assert answer.status_code == 503
    assert "masthead init" in answer.text
