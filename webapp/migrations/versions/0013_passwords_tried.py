"""Passwords tried in vain, and whether a password is too short to stand alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column(
        "accounts",
        sa.Column("password_is_short", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "password_tries",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_password_tries")),
    )
    op.create_index("ix_password_tries_forget_after", "password_tries", ["forget_after"])


def downgrade() -> None:
    op.drop_table("password_tries")
    op.drop_column("accounts", "password_is_short")
