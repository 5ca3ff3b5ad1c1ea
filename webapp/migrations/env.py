"""Alembic's entry: run migrations on the application's database, in one transaction each."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, ForeignKeyConstraint, inspect
from sqlalchemy.schema import SchemaItem

from webapp.database import Base, UTCDateTime
from webapp.reading import indexing
from webapp.subscriptions import adopting

# Full-text tables are made by hand in migrations; they have no model.
NOT_MODELLED = (
    "article_search",
    "subscriber_search",
    "subscriber_unsearched",
    "subscriber_facets",
    "list_tallies",
    "list_flows",
    "suppressed_subscriptions",
)
# Keys that PostgreSQL looks up by trigger: see migration 0071.
LOOKED_UP_AT_ONCE = {
    "deliveries": {"campaign_id", "subscriber_id", "list_id"},
    "subscriptions": {"list_id", "subscriber_id"},
    "consents": {"list_id", "subscriber_id"},
    "consent_details": {"consent_id"},
    "import_entries": {"import_id"},
}


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether comparing migrations with models concerns this object."""
    return not (kind in {"table", "index"} and name and name.startswith(NOT_MODELLED))


def is_compared(item: SchemaItem, _name: object, _kind: str, *_: object) -> bool:
    """Whether the database itself has this; PostgreSQL has triggers in place of some keys."""
    is_postgresql = context.get_context().dialect.name == "postgresql"
    if not is_postgresql or not isinstance(item, ForeignKeyConstraint):
        return True
    return LOOKED_UP_AT_ONCE.get(item.table.name, set()).isdisjoint(item.column_keys)


def render_type(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our own column type as what the database sees: migrations import nothing of ours."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def fill_search(connection: Connection) -> None:
    """Index the stories anew where a migration left the search empty."""
    tables = inspect(connection).get_table_names()
    if "article_search_stories" in tables and indexing.is_empty(connection):
        indexing.rebuild(connection)


def run() -> None:
    """Connect through Flask-SQLAlchemy and migrate."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=is_modelled,
            include_object=is_compared,
            render_item=render_type,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            fill_search(connection)
        connection.commit()
        adopting.adopt(connection)


run()
