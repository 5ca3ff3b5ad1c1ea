"""Fresh databases for tests, made by the real migrations."""

from __future__ import annotations

import shutil
from pathlib import Path

import flask_migrate
from sqlalchemy import create_engine, text

from webapp import create_app
from webapp.database import Base
from webapp.extensions import db


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
    names = [table.name for table in Base.metadata.sorted_tables] + ["article_search"]
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
    engine.dispose()
