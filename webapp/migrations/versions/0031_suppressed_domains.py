"""Whole domains to which nothing is written, and the addresses suppressed with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "suppressed_domains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_domains")),
        sa.UniqueConstraint("domain", name=op.f("uq_suppressed_domains_domain")),
    )
    with op.batch_alter_table("suppressions") as table:
        table.add_column(sa.Column("domain_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_suppressions_domain_id_suppressed_domains"),
            "suppressed_domains",
            ["domain_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_index(op.f("ix_suppressions_domain_id"), ["domain_id"])


def downgrade() -> None:
    """Go back to addresses; those suppressed with their domain stay so, each by itself."""
    with op.batch_alter_table("suppressions") as table:
        table.drop_index(op.f("ix_suppressions_domain_id"))
        table.drop_constraint(
            op.f("fk_suppressions_domain_id_suppressed_domains"), type_="foreignkey"
        )
        table.drop_column("domain_id")
    op.drop_table("suppressed_domains")
