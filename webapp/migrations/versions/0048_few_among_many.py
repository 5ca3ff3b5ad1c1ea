"""Indexes of the few who paused or take fewer letters, counted before each launch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

PAUSED = sa.text("paused_until IS NOT NULL")
FEWER = sa.text("frequency != 'every' AND ended_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_subscribers_paused",
        "subscribers",
        ["paused_until"],
        sqlite_where=PAUSED,
        postgresql_where=PAUSED,
    )
    op.create_index(
        "ix_subscriptions_fewer",
        "subscriptions",
        ["list_id", "frequency", "subscriber_id"],
        sqlite_where=FEWER,
        postgresql_where=FEWER,
    )


def downgrade() -> None:
    op.drop_index("ix_subscriptions_fewer", "subscriptions")
    op.drop_index("ix_subscribers_paused", "subscribers")
