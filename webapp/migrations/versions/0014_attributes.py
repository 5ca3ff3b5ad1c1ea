"""Attributes of subscribers: what else is known of a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("subscribers", sa.Column("attributes", kind, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("subscribers", "attributes")
