"""A letter may go to a segment alone, whatever newsletter its people confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "is_across_lists", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("campaigns", column)


def downgrade() -> None:
    op.drop_column("campaigns", "is_across_lists")
