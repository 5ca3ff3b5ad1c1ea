"""Alembic's entry: run migrations on the application's database, in one transaction each."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app

from webapp.database import Base, UTCDateTime

# Full-text tables are made by hand in migrations; they have no model.
NOT_MODELLED = ("article_search",)


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether comparing migrations with models concerns this object."""
    return not (kind in {"table", "index"} and name and name.startswith(NOT_MODELLED))


def render_type(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our own column type as what the database sees: migrations import nothing of ours."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Connect through Flask-SQLAlchemy and migrate."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=is_modelled,
            render_item=render_type,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
