"""PostgreSQL looks a parent up once for all rows of a statement that name it.

Migration 0071 left a look and a lock for every row also where a statement’s rows name one campaign,
list or import: a microsecond of the nine that a recipient took at a launch. It left the key from
deliveries to lists, which is asked for every row although most name none: half a microsecond more.
"""

from __future__ import annotations

from alembic import op

revision = "0074"
down_revision = "0071"

# As in 0071, and the key that was left there. FEW are named by many rows of a statement each.
PARENTS = {
    "deliveries": {
        "campaign_id": "campaigns",
        "subscriber_id": "subscribers",
        "list_id": "mailing_lists",
    },
    "subscriptions": {"list_id": "mailing_lists", "subscriber_id": "subscribers"},
    "consents": {"list_id": "mailing_lists", "subscriber_id": "subscribers"},
    "import_entries": {"import_id": "imports"},
}
FEW = {"campaigns", "mailing_lists", "imports"}
LEFT = ("deliveries", "list_id", "mailing_lists")
KEY = "fk_deliveries_list_id_mailing_lists"
REFUSAL = "RAISE foreign_key_violation USING MESSAGE = '{table}.{column} names none of {parents}';"

EACH_ROW = "SELECT FROM new_rows WHERE {column} IS NOT NULL"
EACH_NAMED = """SELECT FROM (
    SELECT DISTINCT {column} FROM new_rows WHERE {column} IS NOT NULL OFFSET 0
) AS new_rows WHERE true"""
ADDED = """
IF EXISTS (
    {each} AND NOT EXISTS (SELECT FROM {parents} WHERE id = new_rows.{column} FOR KEY SHARE)
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


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, parents in PARENTS.items():
        _look_up(table, parents, few=FEW)
    _keep(PARENTS["deliveries"])
    op.drop_constraint(KEY, "deliveries")
    table, _, parent = LEFT
    name = f"{parent}_named_by_{table}"
    _make(name, _of(REMOVED, *LEFT))
    op.execute(
        f"CREATE TRIGGER {name} AFTER DELETE ON {parent} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    table, column, parent = LEFT
    for each, parents in PARENTS.items():
        others = {one: other for one, other in parents.items() if (each, one, other) != LEFT}
        _look_up(each, others, few=set())
        if each == table:
            _keep(others)
    op.execute(f"DROP TRIGGER {parent}_named_by_{table} ON {parent}")
    op.execute(f"DROP FUNCTION {parent}_named_by_{table}")
    op.create_foreign_key(KEY, table, parent, [column], ["id"])


def _look_up(table: str, parents: dict[str, str], few: set[str]) -> None:
    """Have parents looked up at once, and each of the few only once."""
    body = ""
    for column, parent in parents.items():
        each = (EACH_NAMED if parent in few else EACH_ROW).format(column=column)
        body += _of(ADDED, table, column, parent, each=each)
    _make(f"{table}_have_parents", body)


def _keep(parents: dict[str, str]) -> None:
    """Have deliveries that change name parents that are there."""
    name = "deliveries_keep_parents"
    changes = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in parents)
    _make(name, "".join(_of(CHANGED, "deliveries", *one) for one in parents.items()))
    op.execute(f"DROP TRIGGER {name} ON deliveries")
    op.execute(
        f"CREATE TRIGGER {name} AFTER UPDATE OF {', '.join(parents)} ON deliveries"
        f" FOR EACH ROW WHEN ({changes}) EXECUTE FUNCTION {name}()"
    )


def _of(body: str, table: str, column: str, parent: str, each: str = "") -> str:
    names = {"table": table, "column": column, "parents": parent}
    return body.format(**names, each=each, refusal=REFUSAL.format(**names))


def _make(function: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} RETURN NULL; END $$"
    )
