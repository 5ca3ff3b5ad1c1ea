"""PostgreSQL looks the parents of a statement’s rows up at once, not one row and key after another.

A foreign key asks for its parent row by row, at 4 to 5 microseconds each: more than half of a
launch, and a third of an import. In the tables that grow by the million a trigger looks at the rows
of a statement together, takes the same locks and refuses with the same error; a parent refuses to
go in the same way. SQLite keeps its foreign keys, which cost it next to nothing.

Also: of an older subscription a new one is found by its key. Joined with all, PostgreSQL would at
times have read the whole table for each step of an import.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0069"

# Tables that grow by the million, and their parents by column. The key from deliveries to lists
# stays: most deliveries name none.
PARENTS = {
    "deliveries": {"campaign_id": "campaigns", "subscriber_id": "subscribers"},
    "subscriptions": {"list_id": "mailing_lists", "subscriber_id": "subscribers"},
    "consents": {"list_id": "mailing_lists", "subscriber_id": "subscribers"},
    "consent_details": {"consent_id": "consents"},
    "import_entries": {"import_id": "imports"},
}
CASCADES = {"import_entries"}  # whose rows go with their parent
REFUSAL = "RAISE foreign_key_violation USING MESSAGE = '{table}.{column} names none of {parents}';"

# Row by row over the key: a plan made for a million rows, and kept for the next statement, would
# read all parents for one. The lock is that of a foreign key: no parent goes before we commit.
ADDED = """
IF EXISTS (
    SELECT FROM new_rows WHERE {column} IS NOT NULL
    AND NOT EXISTS (SELECT FROM {parents} WHERE id = new_rows.{column} FOR KEY SHARE)
) THEN {refusal} END IF;
"""
CHANGED = """
IF NEW.{column} IS NOT NULL THEN
    PERFORM FROM {parents} WHERE id = NEW.{column} FOR KEY SHARE;
    IF NOT FOUND THEN {refusal} END IF;
END IF;
"""
REMOVED = """
IF EXISTS (SELECT FROM {table} WHERE {column} = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'of {parents} one is named by {table}.{column}';
END IF;
"""
CASCADED = "DELETE FROM {table} WHERE {column} = OLD.id;"

# TRUNCATE asks for keys, and no longer finds those; what the consent record names says so itself.
STAY_FULL = """
CREATE FUNCTION parents_stay_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE restrict_violation USING MESSAGE = 'rows of other tables name those of ' || TG_TABLE_NAME;
END $$
"""
FULL = {
    "campaigns": "parents_stay_full",
    "imports": "parents_stay_full",
    "mailing_lists": "consent_record_only_grows",
    "subscribers": "consent_record_only_grows",
}

# Asked so that only the index of a person’s subscriptions will do: before PostgreSQL has counted
# the table it takes any index of a list, or of ids, for one of a few rows.
NEWEST = {
    "subscriptions_added": (
        (
            "UPDATE subscriptions AS s SET is_newest = false FROM new_rows AS n WHERE n.is_newest"
            " AND s.subscriber_id = n.subscriber_id AND s.list_id = n.list_id AND s.id < n.id"
            " AND s.is_newest;"
        ),
        (
            "UPDATE subscriptions SET is_newest = false WHERE id = ANY (ARRAY(SELECT older.id"
            " FROM new_rows AS n CROSS JOIN LATERAL (SELECT s.id, s.is_newest"
            " FROM subscriptions AS s WHERE s.subscriber_id = n.subscriber_id"
            " AND s.list_id = n.list_id AND s.id < n.id OFFSET 0) AS older"
            " WHERE n.is_newest AND older.is_newest));"
        ),
    ),
    "subscriptions_removed": (
        (
            "WHERE id IN (SELECT max(s.id) FROM subscriptions AS s JOIN old_rows AS o"
            " USING (subscriber_id, list_id)"
            " WHERE o.is_newest GROUP BY s.subscriber_id, s.list_id);"
        ),
        (
            "WHERE id = ANY (ARRAY(SELECT newest.id FROM old_rows AS o CROSS JOIN LATERAL"
            " (SELECT max(s.id + 0) AS id FROM subscriptions AS s WHERE o.is_newest"
            " AND s.subscriber_id = o.subscriber_id AND s.list_id = o.list_id OFFSET 0)"
            " AS newest));"
        ),
    ),
}


def upgrade() -> None:
    if not _is_postgresql():
        return
    op.execute(STAY_FULL)
    for table, parents in PARENTS.items():
        _look_up_at_once(table, parents)
    for parent, refuse in FULL.items():
        op.execute(
            f"CREATE TRIGGER {parent}_stay_full BEFORE TRUNCATE ON {parent}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {refuse}()"
        )
    for function, (joined, by_key) in NEWEST.items():
        _rewrite(function, joined, by_key)


def downgrade() -> None:
    if not _is_postgresql():
        return
    for function, (joined, by_key) in NEWEST.items():
        _rewrite(function, by_key, joined)
    for parent in FULL:
        op.execute(f"DROP TRIGGER {parent}_stay_full ON {parent}")
    op.execute("DROP FUNCTION parents_stay_full")
    for table, parents in PARENTS.items():
        _look_up_one_by_one(table, parents)


def _look_up_at_once(table: str, parents: dict[str, str]) -> None:
    changes = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in parents)
    _make(
        f"{table}_have_parents", table, _of_each(ADDED, table, parents),
        "AFTER INSERT", "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT",
    )  # fmt: skip
    _make(
        f"{table}_keep_parents", table, _of_each(CHANGED, table, parents),
        f"AFTER UPDATE OF {', '.join(parents)}", f"FOR EACH ROW WHEN ({changes})",
    )  # fmt: skip
    for column, parent in parents.items():
        op.drop_constraint(_key(table, column, parent), table)
        body = CASCADED if table in CASCADES else REMOVED
        body = body.format(table=table, column=column, parents=parent)
        _make(f"{parent}_named_by_{table}", parent, body, "AFTER DELETE", "FOR EACH ROW")


def _look_up_one_by_one(table: str, parents: dict[str, str]) -> None:
    names = [(f"{table}_have_parents", table), (f"{table}_keep_parents", table)]
    for name, on in [*names, *((f"{one}_named_by_{table}", one) for one in parents.values())]:
        op.execute(f"DROP TRIGGER {name} ON {on}")
        op.execute(f"DROP FUNCTION {name}")
    for column, parent in parents.items():
        op.create_foreign_key(
            _key(table, column, parent), table, parent, [column], ["id"],
            ondelete="CASCADE" if table in CASCADES else None,
        )  # fmt: skip


def _of_each(body: str, table: str, parents: dict[str, str]) -> str:
    names = [{"table": table, "column": one, "parents": other} for one, other in parents.items()]
    return "".join(body.format(**one, refusal=REFUSAL.format(**one)) for one in names)


def _make(name: str, table: str, body: str, when: str, how: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {when} ON {table} {how} EXECUTE FUNCTION {name}()")


def _rewrite(function: str, was: str, now: str) -> None:
    """Put one statement of a trigger’s function in place of another."""
    asked = sa.text("SELECT prosrc FROM pg_proc WHERE oid = CAST(:name AS regproc)")
    source = op.get_bind().execute(asked, {"name": function}).scalar_one()
    if was not in source:
        raise AssertionError(f"{function} is not as it was made")
    op.get_bind().exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f"{source.replace(was, now)}$$".replace("%", "%%")
    )


def _key(table: str, column: str, parent: str) -> str:
    return f"fk_{table}_{column}_{parent}"


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
