"""Fresh databases for tests, made by the real migrations."""

from __future__ import annotations

import shutil
from pathlib import Path

import flask_migrate
from sqlalchemy import create_engine, text

from webapp import create_app
from webapp.extensions import db

# The search’s own tables, which have no models.
SEARCH = ["article_search"] + [f"article_search_{n}" for n in ("stories", "words", "spellings")]
# To truncate every table makes hundreds of files, which takes a quarter of a second; to delete the
# few rows of a test, a hundredth. No trigger may count or refuse it: only a superuser may ask that.
# What a test had counted is truncated all the same, or the plans of the next would go by its rows.
EMPTY = """
DO $$
DECLARE name regclass; is_counted bool;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name, is_counted IN SELECT oid, reltuples >= 0 FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        IF is_counted OR pg_relation_size(name) > 100000 THEN
            EXECUTE format('TRUNCATE %s CASCADE', name);
        ELSIF pg_relation_size(name) > 0 THEN
            EXECUTE format('DELETE FROM %s', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename), start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def migrate(instance: Path, url: str) -> None:
    """Bring the database at ``url`` to today's schema."""
    app = create_app(instance, {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"})
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


def migrated_sqlite(folder: Path) -> Path:
    """A SQLite file with today's schema and nothing in it."""
    path = folder / "template.sqlite"
    migrate(folder, f"sqlite:///{path}")
    return path


def copy_of(template: Path, folder: Path) -> str:
    """The address of a copy of ``template``."""
    shutil.copyfile(template, folder / "test.sqlite")
    return f"sqlite:///{folder / 'test.sqlite'}"


def migrated_postgresql(folder: Path, url: str) -> str:
    """The address of a PostgreSQL database with today's schema."""
    migrate(folder, url)
    return url


def empty(url: str) -> None:
    """Remove every row of every table, and start every counter anew."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(EMPTY))
    engine.dispose()
