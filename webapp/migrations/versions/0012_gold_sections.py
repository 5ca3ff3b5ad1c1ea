"""Sections whose name stands in gold; the one that always did keeps it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "sections",
        sa.Column("is_gold", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    sections = sa.table("sections", sa.column("slug"), sa.column("is_gold"))
    born_bold = sections.c.slug == "kazakhstan-born-bold"
    op.execute(sections.update().where(born_bold).values(is_gold=sa.true()))


def downgrade() -> None:
    op.drop_column("sections", "is_gold")
