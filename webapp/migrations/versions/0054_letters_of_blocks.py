"""Letters are put together from blocks; the HTML of earlier ones becomes a block of text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0045"

OBJECT = {"sqlite": "json_object", "postgresql": "json_build_object"}
ARRAY = {"sqlite": "json_array", "postgresql": "json_build_array"}


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("blocks", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("campaigns", sa.Column("text", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "campaigns", sa.Column("text_twin_of", sa.String(), nullable=False, server_default="")
    )
    dialect = op.get_bind().dialect.name
    block = f"{OBJECT[dialect]}('kind', 'text', 'number', 1, 'html', body)"
    op.execute(f"UPDATE campaigns SET blocks = {ARRAY[dialect]}({block}) WHERE body <> ''")  # noqa: S608


def downgrade() -> None:
    for name in ("text_twin_of", "text", "blocks"):
        op.drop_column("campaigns", name)
