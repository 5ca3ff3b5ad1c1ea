"""The subscriptions of the suppressed, side by side, so that a list's figures look nobody up.

Kept by triggers; the facets tell them quickly who is suppressed. On PostgreSQL, the index of flows
also has what they count, so that the days of a list are read off it alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

COLUMNS = "id, subscriber_id, list_id, is_newest, source, asked_at, confirmed_at, ended_at"
BY_LIST = ["list_id", "is_newest"]
READ = ["ended_at", "confirmed_at", "source", "asked_at", "since", "subscriber_id"]  # off the index
# Everybody's, or those of some people.
COPIED = f"""
INSERT INTO suppressed_subscriptions ({COLUMNS}, since)
SELECT s.{COLUMNS.replace(", ", ", s.")}, x.since FROM subscriptions AS s
JOIN subscribers AS p ON p.id = s.subscriber_id JOIN suppressions AS x ON x.email = p.email
WHERE {{those}}
"""  # noqa: S608 (our own names)
REMOVED = "DELETE FROM suppressed_subscriptions WHERE subscriber_id {}"
OF_EMAIL = REMOVED.format("IN (SELECT id FROM subscribers WHERE email = {})")
IS_SUPPRESSED = """EXISTS (SELECT 1 FROM subscriber_facets
    WHERE name = '!' AND value = '' AND subscriber_id = {}.subscriber_id)"""
SQLITE_CHANGED = "UPDATE OF list_id, is_newest, source, asked_at, confirmed_at, ended_at"
ACTS = {"added": "INSERT", "changed": "UPDATE", "removed": "DELETE"}
# Two transactions about one person leave what the later one sees. Joining otherwise than by looking
# each person up would read everybody once a domain has thousands of them.
AFRESH = f"""
CREATE FUNCTION suppressed_subscriptions_afresh(people int[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    {REMOVED.format("= ANY (people)")};
    {COPIED.format(those="p.id IN (SELECT unnest(people))")} ORDER BY s.id
    ON CONFLICT (id) DO UPDATE SET ({COLUMNS}, since) =
        (excluded.{COLUMNS.replace(", ", ", excluded.")}, excluded.since);
END $$
"""
# Hardly ever is anybody suppressed whose subscription changes; of those who come new, nobody.
SUBSCRIPTIONS = """
SELECT min(subscriber_id), max(subscriber_id) INTO first, last FROM {rows};
IF EXISTS (SELECT 1 FROM subscriber_facets
    WHERE name = '!' AND value = '' AND subscriber_id BETWEEN first AND last)
THEN
    SELECT array_agg(DISTINCT one.subscriber_id) INTO people FROM {rows} AS one WHERE (
        SELECT true FROM subscriber_facets AS f
        WHERE f.name = '!' AND f.value = '' AND f.subscriber_id = one.subscriber_id);
END IF;
"""
SUPPRESSIONS = """
SELECT array_agg(id ORDER BY id) INTO people FROM subscribers
WHERE email IN (SELECT email FROM {rows});
"""
LIFTED = """
DELETE FROM suppressed_subscriptions WHERE subscriber_id IN
    (SELECT id FROM subscribers WHERE email IN (SELECT email FROM {rows}));
"""
FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE first int; last int; people int[];
BEGIN
    {asked}
    IF people IS NOT NULL THEN PERFORM suppressed_subscriptions_afresh(people); END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "suppressed_subscriptions",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False, index=True),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("is_newest", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        *(sa.Column(name, moment) for name in ("confirmed_at", "ended_at", "since")),
    )
    op.create_index(
        "ix_suppressed_subscriptions_list",
        "suppressed_subscriptions",
        BY_LIST if _is_postgresql() else [*BY_LIST, *READ],
        postgresql_include=READ,
    )
    op.execute(COPIED.format(those="true"))
    (_postgresql if _is_postgresql() else _sqlite)()


def downgrade() -> None:
    tables = ("subscriptions", "suppressions")
    names = [f"{table}_{act}_suppressed" for table in tables for act in ACTS]
    for name in [*names, "subscribers_changed_suppressed"]:
        op.execute(f"DROP FUNCTION {name} CASCADE" if _is_postgresql() else f"DROP TRIGGER {name}")
    if _is_postgresql():
        op.execute("DROP FUNCTION suppressed_subscriptions_afresh")
        _index_flows("")
    op.drop_table("suppressed_subscriptions")


def _sqlite() -> None:
    """For each row."""

    def of_person(row: str, column: str) -> str:
        copied = COPIED.format(those=f"s.subscriber_id = {row}.{column}")
        return f"{REMOVED.format(f'= {row}.{column}')}; {copied}"

    free, copied = OF_EMAIL.format("OLD.email"), COPIED.format(those="p.email = NEW.email")
    triggers = {
        "subscriptions_added": (
            *("INSERT ON subscriptions", IS_SUPPRESSED.format("NEW")),
            of_person("NEW", "subscriber_id"),
        ),
        "subscriptions_changed": (
            *(f"{SQLITE_CHANGED} ON subscriptions", IS_SUPPRESSED.format("NEW")),
            of_person("NEW", "subscriber_id"),
        ),
        "subscriptions_removed": (
            *("DELETE ON subscriptions", IS_SUPPRESSED.format("OLD")),
            of_person("OLD", "subscriber_id"),
        ),
        "subscribers_changed": (
            *("UPDATE OF email ON subscribers", "OLD.email IS NOT NEW.email"),
            of_person("NEW", "id"),
        ),
        "suppressions_added": ("INSERT ON suppressions", "true", copied),
        "suppressions_changed": (
            *("UPDATE OF email, since ON suppressions", "true"),
            f"{free}; {OF_EMAIL.format('NEW.email')}; {copied}",
        ),
        "suppressions_removed": ("DELETE ON suppressions", "true", free),
    }
    for name, (event, when, statements) in triggers.items():
        op.execute(
            f"CREATE TRIGGER {name}_suppressed AFTER {event} WHEN {when} BEGIN {statements}; END"
        )


def _postgresql() -> None:
    """For each statement, after those that keep facets and the newest: they come by their names."""
    op.execute(AFRESH)
    _statements("subscriptions", SUBSCRIPTIONS, changed="new_rows")
    both = "(SELECT email FROM old_rows UNION SELECT email FROM new_rows) AS both_rows"
    _statements("suppressions", SUPPRESSIONS, changed=both, lifted=LIFTED)
    name = "subscribers_changed_suppressed"
    op.execute(FUNCTION.format(name=name, asked="people := ARRAY[NEW.id];"))
    op.execute(
        f"CREATE TRIGGER {name} AFTER UPDATE OF email ON subscribers FOR EACH ROW "
        f"WHEN (OLD.email <> NEW.email) EXECUTE FUNCTION {name}()"
    )
    _index_flows(" INCLUDE (flow, source, number)")


def _statements(table: str, asked: str, *, changed: str, lifted: str = "") -> None:
    rows = {"added": "new_rows", "changed": changed, "removed": "old_rows"}
    tables = {
        "added": "NEW TABLE AS new_rows",
        "changed": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "removed": "OLD TABLE AS old_rows",
    }
    for act, event in ACTS.items():
        name = f"{table}_{act}_suppressed"
        asked = lifted if lifted and act == "removed" else asked
        op.execute(FUNCTION.format(name=name, asked=asked.format(rows=rows[act])))
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables[act]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def _index_flows(more: str) -> None:
    op.execute("DROP INDEX list_flows_list")
    op.execute(f"CREATE INDEX list_flows_list ON list_flows (list_id, seconds, place){more}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
