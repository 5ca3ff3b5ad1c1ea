"""Actions: one change to everybody that a search finds, and what it did to each person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"

WORKED_ON = sa.text("state IN ('gathering', 'applying', 'undoing', 'dropped')")
TEXTS = ("kind", "attribute", "value", "who", "network_address", "user_agent", "undone_by", "state")
LONG_TEXTS = ("reason", "evidence", "undo_reason")
OBJECTS = ("conditions", "expected", "samples", "done", "undone")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("among_id", sa.Integer(), nullable=True),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Text(), nullable=False) for name in LONG_TEXTS),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in OBJECTS),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("attempt", "position")),
        *(sa.Column(name, moment, nullable=False) for name in ("created_at", "stepped_at")),
        *(sa.Column(name, moment, nullable=True) for name in ("applied_at", "finished_at")),
        sa.ForeignKeyConstraint(
            ["among_id"], ["mailing_lists.id"], name=op.f("fk_actions_among_id_mailing_lists")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["mailing_lists.id"], name=op.f("fk_actions_list_id_mailing_lists")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_actions_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(
        "ix_actions_worked_on",
        "actions",
        ["state"],
        sqlite_where=WORKED_ON,
        postgresql_where=WORKED_ON,
    )
    op.create_table(
        "action_entries",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("changed_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_entries_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "subscriber_id", name=op.f("pk_action_entries")),
    )


def downgrade() -> None:
    op.drop_table("action_entries")
    op.drop_table("actions")
