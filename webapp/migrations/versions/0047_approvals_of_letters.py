"""Whether a list asks for a second person, and what was approved by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0055"

ACCOUNTS = ("changed_by_id", "approved_by_id")


def upgrade() -> None:
    op.add_column(
        "mailing_lists",
        sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("campaigns") as batch:
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("approved_version", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        for name in ACCOUNTS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_campaigns_{name}_accounts"),
                "accounts",
                [name],
                ["id"],
                ondelete="SET NULL",
            )


def downgrade() -> None:
    with op.batch_alter_table("campaigns") as batch:
        for name in ACCOUNTS:
            batch.drop_constraint(batch.f(f"fk_campaigns_{name}_accounts"), type_="foreignkey")
            batch.drop_column(name)
        for name in ("approved_at", "approved_version", "version"):
            batch.drop_column(name)
    op.drop_column("mailing_lists", "needs_approval")
