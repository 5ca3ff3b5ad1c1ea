"""What finds and counts a million subscribers: indexes, tallies, and a search inside addresses.

All of it is kept by triggers, in the transaction that changes a row, whoever writes it. SQLite
counts in place, as it has one writer. PostgreSQL only adds rows, so that nobody waits for somebody
else's count; a job sums them up (subscriptions/counting).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0031"

OPEN, CONFIRMED = "ended_at IS NULL", "confirmed_at IS NOT NULL"
INDEXES = {
    "confirmed": ("source id subscriber_id", f"{OPEN} AND {CONFIRMED}"),
    "awaiting": ("source id subscriber_id", f"{OPEN} AND confirmed_at IS NULL"),
    "left": ("source id subscriber_id", "ended_at IS NOT NULL AND {newest}"),
    "asked": ("asked_at id confirmed_at ended_at source subscriber_id", "{newest}"),
}
PERSON = ["subscriber_id", "list_id", "is_newest", "ended_at", "confirmed_at", "source"]
TABLES = """
CREATE TABLE list_tallies (
    list_id INTEGER NOT NULL, standing TEXT NOT NULL, source TEXT NOT NULL,
    number INTEGER NOT NULL{tally_key}
){without_rowid};
CREATE TABLE list_flows (
    list_id INTEGER NOT NULL, seconds INTEGER NOT NULL, place INTEGER NOT NULL,
    flow TEXT NOT NULL, source TEXT NOT NULL,
    number INTEGER NOT NULL{flow_key}
){without_rowid};
CREATE TABLE subscriber_facets (
    name TEXT NOT NULL, value TEXT NOT NULL, subscriber_id INTEGER NOT NULL,
    PRIMARY KEY (name, value, subscriber_id)
){without_rowid}
"""
STANDING = """CASE WHEN {row}.ended_at IS NOT NULL THEN 'left'
    WHEN {row}.confirmed_at IS NULL THEN 'awaiting' ELSE 'confirmed' END"""
TALLY = "list_tallies (list_id, standing, source, number)"
FLOW = "list_flows (list_id, seconds, place, flow, source, number)"
# Joins and leaves are counted by day in UTC, and by quarter of an hour, as days begin elsewhere.
SPANS = (86_400, 900)
FLOWS = (("joined", "confirmed_at"), ("left", "ended_at"))


def upgrade() -> None:
    op.add_column(
        "subscriptions",
        sa.Column("is_newest", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.execute(
        "UPDATE subscriptions SET is_newest = false WHERE ended_at IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM subscriptions AS later WHERE later.id > subscriptions.id "
        "AND later.subscriber_id = subscriptions.subscriber_id "
        "AND later.list_id = subscriptions.list_id)"
    )
    op.drop_index("ix_subscriptions_subscriber_id", "subscriptions")
    op.drop_index("ix_subscriptions_audience", "subscriptions")
    op.create_index("ix_subscriptions_person", "subscriptions", PERSON)
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            f"ix_subscriptions_{name}",
            "subscriptions",
            ["list_id", *columns.split()],
            sqlite_where=sa.text(where.format(newest="is_newest = 1")),
            postgresql_where=sa.text(where.format(newest="is_newest")),
        )
    _fill(_postgresql if _is_postgresql() else _sqlite)


def downgrade() -> None:
    if _is_postgresql():
        for name in ("added", "changed", "removed"):
            for table in ("subscriptions", "subscribers", "suppressions"):
                op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
                op.execute(f"DROP FUNCTION {table}_{name}()")
        op.execute("DROP INDEX IF EXISTS subscriber_search")
    else:
        names = op.get_bind().execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'su%'")
        )
        for (name,) in names.all():
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE subscriber_search")
        op.execute("DROP TABLE subscriber_unsearched")
    for name in ("list_tallies", "list_flows", "subscriber_facets"):
        op.execute(f"DROP TABLE {name}")
    for name in ("person", *INDEXES):
        op.drop_index(f"ix_subscriptions_{name}", "subscriptions")
    op.drop_column("subscriptions", "is_newest")
    columns = ["list_id", "ended_at", "confirmed_at", "subscriber_id"]
    op.create_index("ix_subscriptions_audience", "subscriptions", columns)
    op.create_index("ix_subscriptions_subscriber_id", "subscriptions", ["subscriber_id"])


def _fill(keep: Callable[[str], None]) -> None:
    """Make the tables, fill them from the rows, and keep them from now on."""
    place = "CAST(strftime('%s', {}) AS INTEGER) / {}"
    if _is_postgresql():
        place = "floor(extract(epoch FROM {}) / {})::int"
    keys = {
        "tally_key": ", PRIMARY KEY (list_id, standing, source)",
        "flow_key": ", PRIMARY KEY (list_id, seconds, place, flow, source)",
        "without_rowid": " WITHOUT ROWID",
    }
    if _is_postgresql():
        keys = dict.fromkeys(keys, "")
        keys["tally_key"] = keys["flow_key"] = (
            ", id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        )
    for statement in TABLES.format(**keys).split(";"):
        op.execute(statement)
    standing = STANDING.format(row="subscriptions")
    op.execute(
        f"INSERT INTO {TALLY} SELECT list_id, {standing}, source, count(*) "  # noqa: S608
        "FROM subscriptions WHERE is_newest GROUP BY 1, 2, 3"
    )
    for (flow, moment), seconds in product(FLOWS, SPANS):
        op.execute(
            f"INSERT INTO {FLOW} SELECT list_id, {seconds}, {place.format(moment, seconds)}, "  # noqa: S608
            f"'{flow}', source, count(*) FROM subscriptions "
            f"WHERE confirmed_at IS NOT NULL AND {moment} IS NOT NULL GROUP BY 1, 3, 5"
        )
    op.execute(f"INSERT INTO {TALLY} SELECT 0, 'everybody', '', count(*) FROM subscribers")  # noqa: S608
    keep(place)


def _sqlite(place: str) -> None:
    """Triggers for each row."""
    op.execute(
        "CREATE VIRTUAL TABLE subscriber_search USING fts5("
        "email, name, content = 'subscribers', content_rowid = 'id', tokenize = 'trigram')"
    )
    op.execute("INSERT INTO subscriber_search (subscriber_search) VALUES ('rebuild')")
    facets = (
        "INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id) "
        "SELECT '@', substr({row}.email, instr({row}.email, '@') + 1), {row}.id"
    )
    further = (
        "INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id) "
        "SELECT each.key, substr(each.value, 1, 200), {row}.id "
        "FROM json_each({row}.attributes) AS each WHERE {row}.attributes <> '{{}}'"
    )
    op.execute(facets.format(row="subscribers") + " FROM subscribers")
    op.execute(
        "INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id) "
        "SELECT each.key, substr(each.value, 1, 200), subscribers.id "
        "FROM subscribers, json_each(subscribers.attributes) AS each"
    )
    # FTS5 writes a piece of index for each row that a trigger brings, and takes ten times as long
    # as for many rows at once: triggers only note who is to be put in (subscriptions/indexing).
    op.execute("CREATE TABLE subscriber_unsearched (subscriber_id INTEGER PRIMARY KEY)")
    noted = "INSERT OR IGNORE INTO subscriber_unsearched VALUES (NEW.id)"
    unsearched = (
        "INSERT INTO subscriber_search (subscriber_search, rowid, email, name) "
        "SELECT 'delete', OLD.id, OLD.email, OLD.name WHERE NOT EXISTS "
        "(SELECT 1 FROM subscriber_unsearched WHERE subscriber_id = OLD.id)"
    )
    unnoted = "DELETE FROM subscriber_unsearched WHERE subscriber_id = OLD.id"
    stopped = (
        "INSERT OR IGNORE INTO subscriber_facets (name, value, subscriber_id) "
        "SELECT '!', '', id FROM subscribers WHERE email = NEW.email "
    )
    free = (
        "DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id IN "
        "(SELECT id FROM subscribers WHERE email = OLD.email)"
    )
    is_stopped = "AND EXISTS (SELECT 1 FROM suppressions WHERE email = NEW.email)"
    alone = (
        "DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id = OLD.id"
    )
    op.execute(
        "INSERT INTO subscriber_facets SELECT '!', '', subscribers.id "
        "FROM suppressions JOIN subscribers ON subscribers.email = suppressions.email"
    )
    _trigger("suppressions_added", "INSERT ON suppressions", "", [stopped])
    _trigger(
        "suppressions_changed",
        "UPDATE OF email ON suppressions",
        "OLD.email <> NEW.email",
        [free, stopped],
    )
    _trigger("suppressions_removed", "DELETE ON suppressions", "", [free])
    domainless = (
        "DELETE FROM subscriber_facets WHERE name = '@' "
        "AND value = substr(OLD.email, instr(OLD.email, '@') + 1) AND subscriber_id = OLD.id"
    )
    unattributed = (
        "DELETE FROM subscriber_facets WHERE subscriber_id = OLD.id AND (name, value) IN "
        "(SELECT each.key, substr(each.value, 1, 200) FROM json_each(OLD.attributes) AS each)"
    )
    unfaceted = [domainless, unattributed]
    faceted = [facets.format(row="NEW"), further.format(row="NEW")]
    tallied = (
        f"INSERT INTO {TALLY} VALUES (0, 'everybody', '', {{}}) "  # noqa: S608
        "ON CONFLICT DO UPDATE SET number = number + excluded.number"
    )
    _trigger(
        "subscribers_added", "INSERT ON subscribers", "", [noted, faceted[0], tallied.format(1)]
    )
    _trigger(
        "subscribers_added_more", "INSERT ON subscribers", "NEW.attributes <> '{}'", faceted[1:]
    )
    _trigger(
        "subscribers_renamed",
        "UPDATE OF email, name ON subscribers",
        "OLD.email IS NOT NEW.email OR OLD.name IS NOT NEW.name",
        [unsearched, noted],
    )
    _trigger(
        "subscribers_changed",
        "UPDATE OF email, attributes ON subscribers",
        "OLD.email IS NOT NEW.email OR OLD.attributes IS NOT NEW.attributes",
        [*unfaceted, alone, *faceted, stopped + is_stopped],
    )
    _trigger(
        "subscribers_removed",
        "DELETE ON subscribers",
        "",
        [unsearched, unnoted, *unfaceted, alone, tallied.format(-1)],
    )
    _sqlite_tallies(place)


def _sqlite_tallies(place: str) -> None:
    """Counts in place."""
    more = " ON CONFLICT DO UPDATE SET number = number + excluded.number"

    def counted(row: str, number: int) -> str:
        return (
            f"INSERT INTO {TALLY} SELECT {row}.list_id, {STANDING.format(row=row)}, "
            f"{row}.source, {number} WHERE {row}.is_newest{more}"
        )

    def flowed(row: str, number: int, flow: str, moment: str, seconds: int) -> str:
        return (
            f"INSERT INTO {FLOW} SELECT {row}.list_id, {seconds}, "
            f"{place.format(f'{row}.{moment}', seconds)}, '{flow}', {row}.source, {number} "
            f"WHERE {row}.confirmed_at IS NOT NULL AND {row}.{moment} IS NOT NULL{more}"
        )

    def both(row: str, number: int) -> list[str]:
        flows = (flowed(row, number, *flow, seconds) for flow, seconds in product(FLOWS, SPANS))
        return [counted(row, number), *flows]

    older = (
        "UPDATE subscriptions SET is_newest = 0 WHERE subscriber_id = NEW.subscriber_id "
        "AND list_id = NEW.list_id AND id < NEW.id AND is_newest = 1 AND NEW.is_newest"
    )
    again = (
        "UPDATE subscriptions SET is_newest = 1 WHERE OLD.is_newest AND id = (SELECT max(id) "
        "FROM subscriptions WHERE subscriber_id = OLD.subscriber_id AND list_id = OLD.list_id)"
    )
    _trigger("subscriptions_added", "INSERT ON subscriptions", "", [older, *both("NEW", 1)])
    _trigger(
        "subscriptions_changed",
        "UPDATE OF list_id, source, confirmed_at, ended_at, is_newest ON subscriptions",
        "",
        [*both("OLD", -1), *both("NEW", 1)],
    )
    _trigger("subscriptions_removed", "DELETE ON subscriptions", "", [*both("OLD", -1), again])


def _trigger(name: str, event: str, when: str, statements: list[str]) -> None:
    when = f" WHEN {when}" if when else ""
    op.execute(f"CREATE TRIGGER {name} AFTER {event}{when} BEGIN {'; '.join(statements)}; END")


def _postgresql(place: str) -> None:
    """Triggers for each statement, and for each row only where few rows change."""
    # An extension that every owner of a database may make; without it the search reads all rows.
    op.execute(
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; "
        "EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN "
        "RAISE NOTICE 'pg_trgm is not there'; END $$"
    )
    op.execute(
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN "
        "CREATE INDEX subscriber_search ON subscribers "
        "USING gin (email gin_trgm_ops, name gin_trgm_ops); END IF; END $$"
    )
    facets = (
        "INSERT INTO subscriber_facets (name, value, subscriber_id) "
        "SELECT '@', split_part(email, '@', 2), id FROM {rows} UNION "
        "SELECT each.key, left(each.value, 200), id FROM {rows}, "
        "jsonb_each_text(attributes) AS each WHERE each.value <> '' UNION "
        "SELECT '!', '', id FROM {rows} WHERE email IN (SELECT email FROM suppressions) "
        "ON CONFLICT DO NOTHING;"
    )
    op.execute(facets.format(rows="subscribers"))
    unfaceted = (
        "DELETE FROM subscriber_facets WHERE subscriber_id = OLD.id AND (name, value) IN ("
        "VALUES ('!', '') UNION SELECT '@', split_part(OLD.email, '@', 2) UNION SELECT each.key, left(each.value, 200) "  # noqa: E501
        "FROM jsonb_each_text(OLD.attributes) AS each);"
    )
    tallied = f"INSERT INTO {TALLY} "
    everybody = f"{tallied} SELECT 0, 'everybody', '', count(*) FROM new_rows HAVING count(*) > 0;"  # noqa: S608
    _function("subscribers_added", facets.format(rows="new_rows") + everybody)
    _function("subscribers_changed", unfaceted + facets.format(rows="(SELECT NEW.*) AS changed"))
    _function("subscribers_removed", unfaceted + tallied + "VALUES (0, 'everybody', '', -1);")
    op.execute(
        "CREATE TRIGGER subscribers_added AFTER INSERT ON subscribers "
        "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION subscribers_added()"
    )
    op.execute(
        "CREATE TRIGGER subscribers_changed AFTER UPDATE OF email, attributes ON subscribers "
        "FOR EACH ROW WHEN (OLD.email <> NEW.email OR OLD.attributes <> NEW.attributes) "
        "EXECUTE FUNCTION subscribers_changed()"
    )
    op.execute(
        "CREATE TRIGGER subscribers_removed AFTER DELETE ON subscribers "
        "FOR EACH ROW EXECUTE FUNCTION subscribers_removed()"
    )
    stopped = (
        "INSERT INTO subscriber_facets SELECT '!', '', id FROM subscribers "
        "WHERE email {of} ON CONFLICT DO NOTHING;"
    )
    free = (
        "DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id IN "
        "(SELECT id FROM subscribers WHERE email = OLD.email);"
    )
    _function("suppressions_added", stopped.format(of="IN (SELECT email FROM new_rows)"))
    _function("suppressions_changed", free + stopped.format(of="= NEW.email"))
    _function("suppressions_removed", free)
    op.execute(
        "CREATE TRIGGER suppressions_added AFTER INSERT ON suppressions REFERENCING "
        "NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION suppressions_added()"
    )
    op.execute(
        "CREATE TRIGGER suppressions_changed AFTER UPDATE OF email ON suppressions FOR EACH ROW "
        "WHEN (OLD.email <> NEW.email) EXECUTE FUNCTION suppressions_changed()"
    )
    op.execute(
        "CREATE TRIGGER suppressions_removed AFTER DELETE ON suppressions "
        "FOR EACH ROW EXECUTE FUNCTION suppressions_removed()"
    )
    # A name and a value go together: without this the planner takes few for almost none.
    op.execute(
        "CREATE STATISTICS subscriber_facets_pairs (mcv) ON name, value FROM subscriber_facets"
    )
    op.execute("CREATE INDEX list_tallies_list ON list_tallies (list_id)")
    op.execute("CREATE INDEX list_flows_list ON list_flows (list_id, seconds, place)")
    _postgresql_tallies(place)


def _postgresql_tallies(place: str) -> None:
    """Counts as rows that are added."""

    def counted(rows: str) -> str:
        standing = STANDING.format(row="one")
        flows = " UNION ALL ".join(
            f"SELECT list_id, {seconds}, {place.format(moment, seconds)}, '{flow}', source, n "  # noqa: S608
            f"FROM {rows} AS one WHERE confirmed_at IS NOT NULL AND {moment} IS NOT NULL"
            for (flow, moment), seconds in product(FLOWS, SPANS)
        )
        return (
            f"INSERT INTO {TALLY} SELECT list_id, {standing}, source, sum(n) FROM {rows} AS one "  # noqa: S608
            "WHERE is_newest GROUP BY 1, 2, 3 HAVING sum(n) <> 0;"
            f"INSERT INTO {FLOW} SELECT list_id, seconds, place, flow, source, sum(n) "
            f"FROM ({flows}) AS f (list_id, seconds, place, flow, source, n) "
            "GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0;"
        )

    new, old = "(SELECT *, 1 AS n FROM new_rows)", "(SELECT *, -1 AS n FROM old_rows)"
    changed = "(SELECT *, 1 AS n FROM new_rows UNION ALL SELECT *, -1 FROM old_rows)"
    older = (
        "UPDATE subscriptions AS s SET is_newest = false FROM new_rows AS n "
        "WHERE n.is_newest AND s.subscriber_id = n.subscriber_id AND s.list_id = n.list_id "
        "AND s.id < n.id AND s.is_newest;"
    )
    again = (
        "UPDATE subscriptions SET is_newest = true WHERE id IN (SELECT max(s.id) "
        "FROM subscriptions AS s JOIN old_rows AS o USING (subscriber_id, list_id) "
        "WHERE o.is_newest GROUP BY s.subscriber_id, s.list_id);"
    )
    _function("subscriptions_added", older + counted(new))
    _function("subscriptions_changed", counted(changed))
    _function("subscriptions_removed", counted(old) + again)
    tables = {
        "added": ("INSERT", "NEW TABLE AS new_rows"),
        "changed": ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        "removed": ("DELETE", "OLD TABLE AS old_rows"),
    }
    for name, (event, rows) in tables.items():
        op.execute(
            f"CREATE TRIGGER subscriptions_{name} AFTER {event} ON subscriptions "
            f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION subscriptions_{name}()"
        )


def _function(name: str, statements: str) -> None:
    """A trigger's function; its plans, made once for few rows, read no table whole for many."""
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ "
        f"BEGIN {statements} RETURN NULL; END $$"
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
