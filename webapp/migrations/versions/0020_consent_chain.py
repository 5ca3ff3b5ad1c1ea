"""The consent record as a chain that the database refuses to change, with erasable details.

The entries so far wait in ``consents_before``; env.py has them chained once all migrations ran.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0014"

WORDS = "The consent record only grows, nobody changes or removes what is in it."
# INSERT OR REPLACE removes a row without asking the trigger of DELETE (SQLite, ON CONFLICT).
SQLITE = {
    "consents_update": "UPDATE ON consents",
    "consents_delete": "DELETE ON consents",
    "consents_replace": "INSERT ON consents WHEN EXISTS (SELECT 1 FROM consents WHERE id = NEW.id)",
    "consent_details_update": "UPDATE ON consent_details",
    "consent_heads_update": "UPDATE ON consent_heads WHEN NEW.number <= OLD.number",
    "consent_heads_delete": "DELETE ON consent_heads",
    "consent_heads_replace": "INSERT ON consent_heads WHEN EXISTS (SELECT 1 FROM consent_heads)",
}
POSTGRESQL = {
    "consents_grow": "UPDATE OR DELETE OR TRUNCATE ON consents FOR EACH STATEMENT",
    "consent_details_stay": "UPDATE OR TRUNCATE ON consent_details FOR EACH STATEMENT",
    "consent_heads_stay": "DELETE OR TRUNCATE ON consent_heads FOR EACH STATEMENT",
    "consent_heads_grow": "UPDATE ON consent_heads FOR EACH ROW WHEN (NEW.number <= OLD.number)",
}
FUNCTION = f"""
CREATE FUNCTION consent_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
END $$
"""
BACK = """
INSERT INTO consents (id, subscriber_id, list_id, event, at, source, wording, wording_version,
    evidence, network_address, user_agent)
SELECT c.id, c.subscriber_id, c.list_id, c.event, c.at, c.source, c.wording, c.wording_version,
    c.reason || CASE WHEN c.reason <> '' AND d.evidence <> '' THEN '; ' ELSE '' END
        || coalesce(d.evidence, ''),
    coalesce(d.network_address, ''), coalesce(d.user_agent, '')
FROM consents_after AS c LEFT JOIN details_after AS d ON d.consent_id = c.id
WHERE c.subscriber_id IS NOT NULL AND c.list_id IS NOT NULL
"""


def upgrade() -> None:
    op.execute("CREATE TABLE consents_before AS SELECT * FROM consents")
    op.create_index("ix_consents_before_id", "consents_before", ["id"])
    op.drop_table("consents")
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=True),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("wording_version", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("details_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        *_references(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_subscriber_id"), "consents", ["subscriber_id"])
    alone = sa.text("subscriber_id IS NULL")
    op.create_index(
        "ix_consents_person_alone",
        "consents",
        ["person"],
        sqlite_where=alone,
        postgresql_where=alone,
    )
    op.create_table(
        "consent_details",
        sa.Column("consent_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("network_address", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consents.id"], name=op.f("fk_consent_details_consent_id_consents")
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consent_details")),
    )
    op.create_table(
        "consent_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_heads")),
    )
    _guard()


def downgrade() -> None:
    """Go back to plain entries; those about no list, and every hash, are lost."""
    op.execute("CREATE TABLE consents_after AS SELECT * FROM consents")
    op.execute("CREATE TABLE details_after AS SELECT * FROM consent_details")
    for table in ("consent_details", "consent_heads", "consents"):
        op.drop_table(table)
    if _is_postgresql():
        op.execute("DROP FUNCTION consent_record_only_grows()")
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("wording_version", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("network_address", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        *_references(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_list_id"), "consents", ["list_id"])
    op.create_index(op.f("ix_consents_subscriber_id"), "consents", ["subscriber_id"])
    op.execute(BACK)
    op.drop_table("consents_after")
    op.drop_table("details_after")
    if _is_postgresql():
        op.execute(
            "SELECT setval('consents_id_seq', coalesce(max(id), 0) + 1, false) FROM consents"
        )


def _references() -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["list_id"], ["mailing_lists.id"], name=op.f("fk_consents_list_id_mailing_lists")
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_consents_subscriber_id_subscribers"),
        ),
    ]


def _guard() -> None:
    if _is_postgresql():
        op.execute(FUNCTION)
        for name, when in POSTGRESQL.items():
            act = "EXECUTE FUNCTION consent_record_only_grows()"
            op.execute(f"CREATE TRIGGER {name} BEFORE {when} {act}")
        return
    for name, when in SQLITE.items():
        act = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} {act}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
