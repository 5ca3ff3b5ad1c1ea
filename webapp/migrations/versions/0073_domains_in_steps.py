"""A suppressed domain says how far it is spread; a lifted address finds its facet by key.

Until PostgreSQL had counted them, each lifted address read the facets of all who are suppressed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0074"

FREE = "DELETE FROM subscriber_facets WHERE name = '!' AND value = '' AND subscriber_id {};"
BY_KEY = FREE.format("= (SELECT id FROM subscribers WHERE email = OLD.email)")
AS_BEFORE = FREE.format("IN (SELECT id FROM subscribers WHERE email = OLD.email)")
STOPPED = """
INSERT INTO subscriber_facets (name, value, subscriber_id, since)
SELECT '!', '', one.id, suppressions.since FROM subscribers AS one
JOIN suppressions ON suppressions.email = one.email WHERE one.email = NEW.email
ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    op.add_column(
        "suppressed_domains",
        sa.Column("state", sa.String(), nullable=False, server_default="spread"),
    )
    counts = sa.text("state <> 'lifted'")
    op.create_index(
        "ix_suppressed_domains_counting", "suppressed_domains", ["domain"],
        sqlite_where=counts, postgresql_where=counts,
    )  # fmt: skip
    _free_by(BY_KEY)


def downgrade() -> None:
    """Domains that were lifted go, with the addresses suppressed with them alone."""
    op.execute("DELETE FROM suppressed_domains WHERE state = 'lifted'")
    op.drop_index("ix_suppressed_domains_counting", "suppressed_domains")
    op.drop_column("suppressed_domains", "state")
    _free_by(AS_BEFORE)


def _free_by(free: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, statements in (
        ("suppressions_removed", free),
        ("suppressions_changed", free + STOPPED),
    ):
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET enable_seqscan = off AS $$ BEGIN {statements} RETURN NULL; END $$"
        )
