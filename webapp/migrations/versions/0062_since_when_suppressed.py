"""The facet of a suppressed person says since when, so that nobody is looked up for the date.

A list’s figures count those who were confirmed and are suppressed since, by the month. Also: on
SQLite somebody whose address was suppressed before they came had no such facet.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0058"

FREE = "DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id {};"
FREE_ALL = FREE.format("IN (SELECT id FROM subscribers WHERE email = OLD.email)")
STOPPED = """
INSERT INTO subscriber_facets (name, value, subscriber_id{since})
SELECT '!', '', one.id{date} FROM {people} AS one
JOIN suppressions ON suppressions.email = one.email WHERE {those} ON CONFLICT DO NOTHING;
"""
SQLITE_REMOVED = """
DELETE FROM subscriber_facets WHERE name = '@'
    AND value = substr(OLD.email, instr(OLD.email, '@') + 1) AND subscriber_id = OLD.id;
DELETE FROM subscriber_facets WHERE subscriber_id = OLD.id AND (name, value) IN
    (SELECT each.key, substr(each.value, 1, 200) FROM json_each(OLD.attributes) AS each);
DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id = OLD.id;
"""
SQLITE_ADDED = """
INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id)
SELECT '@', substr(NEW.email, instr(NEW.email, '@') + 1), NEW.id;
INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id)
SELECT each.key, substr(each.value, 1, 200), NEW.id
FROM json_each(NEW.attributes) AS each WHERE NEW.attributes <> '{}';
"""
POSTGRESQL_REMOVED = """
DELETE FROM subscriber_facets WHERE subscriber_id = OLD.id AND (name, value) IN (
    VALUES ('!', '') UNION SELECT '@', split_part(OLD.email, '@', 2) UNION
    SELECT each.key, left(each.value, 200) FROM jsonb_each_text(OLD.attributes) AS each);
"""
POSTGRESQL_ADDED = """
INSERT INTO subscriber_facets (name, value, subscriber_id)
SELECT '@', split_part(email, '@', 2), id FROM {people} AS one ON CONFLICT DO NOTHING;
INSERT INTO subscriber_facets (name, value, subscriber_id)
SELECT each.key, left(each.value, 200), id
FROM {people} AS one, jsonb_each_text(attributes) AS each
WHERE each.value <> '' ON CONFLICT DO NOTHING;
"""
EVERYBODY = """
INSERT INTO list_tallies (list_id, standing, source, number)
SELECT 0, 'everybody', '', count(*) FROM new_rows HAVING count(*) > 0;
"""


def upgrade() -> None:
    op.add_column("subscriber_facets", sa.Column("since", sa.DateTime(timezone=True)))
    op.execute(FREE.format("IS NOT NULL"))
    op.execute(_stopped("subscribers", "true", dated=True))
    (_postgresql if _is_postgresql() else _sqlite)(dated=True)


def downgrade() -> None:
    (_postgresql if _is_postgresql() else _sqlite)(dated=False)
    if not _is_postgresql():
        op.execute("DROP TRIGGER subscribers_added_stopped")
    op.drop_column("subscriber_facets", "since")


def _stopped(people: str, those: str, *, dated: bool) -> str:
    """What says of those whose address is suppressed that they are; and ``dated``, since when."""
    since, date = (", since", ", suppressions.since") if dated else ("", "")
    return STOPPED.format(since=since, date=date, people=people, those=those)


def _sqlite(*, dated: bool) -> None:
    stopped = _stopped("subscribers", "one.email = NEW.email", dated=dated)
    columns = "email, since" if dated else "email"
    is_other = "OLD.email IS NOT NEW.email OR OLD.attributes IS NOT NEW.attributes"
    is_stopped = "EXISTS (SELECT 1 FROM suppressions WHERE email = NEW.email)"
    triggers = {
        "suppressions_added": ("INSERT ON suppressions", stopped),
        "suppressions_changed": (f"UPDATE OF {columns} ON suppressions", FREE_ALL + stopped),
        "subscribers_changed": (
            f"UPDATE OF email, attributes ON subscribers WHEN {is_other}",
            SQLITE_REMOVED + SQLITE_ADDED + stopped,
        ),
        "subscribers_added_stopped": (f"INSERT ON subscribers WHEN {is_stopped}", stopped),
    }
    for name, (event, statements) in triggers.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {statements} END")


def _postgresql(*, dated: bool) -> None:
    added, changed = "new_rows", "(SELECT NEW.*)"
    every = "one.email IN (SELECT email FROM new_rows)"
    functions = {
        "subscribers_added": (
            POSTGRESQL_ADDED.format(people=added) + _stopped(added, "true", dated=dated) + EVERYBODY
        ),
        "subscribers_changed": (
            POSTGRESQL_REMOVED
            + POSTGRESQL_ADDED.format(people=changed)
            + _stopped(changed, "true", dated=dated)
        ),
        "suppressions_added": _stopped("subscribers", every, dated=dated),
        "suppressions_changed": (
            FREE_ALL + _stopped("subscribers", "one.email = NEW.email", dated=dated)
        ),
    }
    for name, statements in functions.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET enable_seqscan = off AS $$ BEGIN {statements} RETURN NULL; END $$"
        )
    columns, or_since = ("email, since", "OR OLD.since <> NEW.since") if dated else ("email", "")
    op.execute("DROP TRIGGER suppressions_changed ON suppressions")
    op.execute(
        f"CREATE TRIGGER suppressions_changed AFTER UPDATE OF {columns} ON suppressions "
        f"FOR EACH ROW WHEN (OLD.email <> NEW.email {or_since}) "
        "EXECUTE FUNCTION suppressions_changed()"
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
