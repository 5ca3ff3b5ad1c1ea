"""An import remembers which attributes it gave to whom, by their hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0048"


def upgrade() -> None:
    op.add_column("import_entries", sa.Column("attributes", sa.JSON()))


def downgrade() -> None:
    op.drop_column("import_entries", "attributes")
