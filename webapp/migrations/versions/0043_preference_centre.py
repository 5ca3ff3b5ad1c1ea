"""What the preference centre keeps: how often, paused until when, why one left, moved addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0041"


def upgrade() -> None:
    # Plain additions: no table is made anew, so its triggers stay.
    op.add_column(
        "subscriptions", sa.Column("frequency", sa.String(), nullable=False, server_default="every")
    )
    op.add_column(
        "subscribers", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "farewells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["mailing_lists.id"], name=op.f("fk_farewells_list_id_mailing_lists")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_farewells_subscription_id_subscriptions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farewells")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_farewells_subscription_id")),
    )
    op.create_index("ix_farewells_list", "farewells", ["list_id", "at", "reason"])
    op.create_table(
        "subscriber_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("old_email", sa.String(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_subscriber_moves_subscriber_id_subscribers"),
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["subscribers.id"], name=op.f("fk_subscriber_moves_into_id_subscribers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber_moves")),
    )
    for column in ("subscriber_id", "into_id"):
        op.create_index(f"ix_subscriber_moves_{column}", "subscriber_moves", [column])


def downgrade() -> None:
    op.drop_table("subscriber_moves")
    op.drop_table("farewells")
    op.drop_column("subscribers", "paused_until")
    op.drop_column("subscriptions", "frequency")
