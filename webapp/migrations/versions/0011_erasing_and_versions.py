"""Whether an address is forgotten with its account; versions of standing pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Added in place: SQLite would empty the tables that point to one it builds anew.
    op.add_column(
        "accounts",
        sa.Column("erase_letters", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("pages", sa.Column("version", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("pages", "version")
    op.drop_column("accounts", "erase_letters")
