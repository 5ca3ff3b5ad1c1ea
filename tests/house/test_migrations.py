"""The migrated schema equals the models', on both databases, and migrations can be taken back."""

from __future__ import annotations

import re

import flask_migrate
from sqlalchemy import inspect

from tests.house.source import WEBAPP
from webapp import create_app
from webapp.extensions import db


def test_the_migrated_schema_equals_the_models(context):
    flask_migrate.check()  # exits with status 1 and names the difference when there is one


def test_every_migration_can_be_taken_back_and_made_again(settings, tmp_path, database_url):
    app = create_app(tmp_path / "other", settings)
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        db.session.remove()
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        flask_migrate.upgrade()
        flask_migrate.check()
        db.engine.dispose()


def test_migrations_import_nothing_of_the_house():
    for path in (WEBAPP / "migrations" / "versions").glob("*.py"):
        assert not re.search(
            r"^(from|import) webapp", path.read_text(encoding="utf-8"), re.MULTILINE
        ), path
