"""Lists: their kind, their welcome, when they were tested and launched; a letter as the sample."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0043"


def new_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.String(), nullable=False, server_default="newsletter"),
        sa.Column("welcome_subject", sa.String(), nullable=False, server_default=""),
        sa.Column("welcome_body", sa.Text(), nullable=False, server_default=""),
        sa.Column("welcomes", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
    ]


def upgrade() -> None:
    for column in new_columns():
        op.add_column("mailing_lists", column)
    # Whatever list there is took subscribers until today.
    op.execute("UPDATE mailing_lists SET launched_at = created_at")
    op.add_column(
        "campaigns", sa.Column("is_sample", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "uq_campaigns_sample",
        "campaigns",
        ["list_id"],
        unique=True,
        sqlite_where=sa.text("is_sample = 1"),
        postgresql_where=sa.text("is_sample"),
    )


def downgrade() -> None:
    op.drop_index("uq_campaigns_sample", "campaigns")
    op.drop_column("campaigns", "is_sample")
    for column in reversed(new_columns()):
        op.drop_column("mailing_lists", column.name)
