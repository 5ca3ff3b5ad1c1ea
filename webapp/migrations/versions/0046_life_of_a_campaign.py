"""When a campaign is to be launched, why it was held, and since when and why it is paused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0054"


def upgrade() -> None:
    for name in ("scheduled_at", "paused_at"):
        op.add_column("campaigns", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("held_because", "paused_because"):
        op.add_column("campaigns", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("paused_because", "held_because", "paused_at", "scheduled_at"):
        op.drop_column("campaigns", name)
