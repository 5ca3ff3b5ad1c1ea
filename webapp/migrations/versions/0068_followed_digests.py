"""Digests that bring each reader what they follow, and which stories each got."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    followed: sa.Column[bool] = sa.Column(
        "is_followed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("digest_rules", followed)
    op.add_column("campaigns", sa.Column("most_followed", sa.Integer()))
    op.create_table(
        "delivery_stories",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("delivery_id", "article_id"),
    )
    op.create_index("ix_delivery_stories_article_id", "delivery_stories", ["article_id"])


def downgrade() -> None:
    op.drop_table("delivery_stories")
    op.drop_column("campaigns", "most_followed")
    op.drop_column("digest_rules", "is_followed")
