"""Limits of sending, what was taken of them, and whom the limit of a domain holds back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"

HELD = "held_for <> '' AND state = 'deferred'"


def upgrade() -> None:
    op.create_table(
        "sending_limits",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("per_minute", sa.Integer()),
        sa.Column("per_hour", sa.Integer()),
        sa.Column("per_day", sa.Integer()),
        sa.Column("warm_up", sa.JSON(), nullable=False),
        sa.Column("warms_up_from", sa.Date()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("kind", "name", name="uq_sending_limits_kind_name"),
    )
    op.create_table(
        "sending_allowances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_sending_allowances_key", "sending_allowances", ["key", "ends_at"])
    op.create_index("ix_sending_allowances_taken_by", "sending_allowances", ["taken_by"])
    op.add_column(
        "deliveries", sa.Column("held_for", sa.String(), nullable=False, server_default="")
    )
    op.create_index(
        "ix_deliveries_held",
        "deliveries",
        ["campaign_id", "held_for", "id"],
        sqlite_where=sa.text(HELD),
        postgresql_where=sa.text(HELD),
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_held", "deliveries")
    op.drop_column("deliveries", "held_for")
    op.drop_table("sending_allowances")
    op.drop_table("sending_limits")
