"""Letters to several lists, templates of lists, and through which list a delivery goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0059"


def upgrade() -> None:
    op.create_table(
        "audience_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("segment_id", sa.Integer(), nullable=True),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_audience_parts_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["mailing_lists.id"], name=op.f("fk_audience_parts_list_id_mailing_lists")
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_audience_parts_segment_id_segments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_parts")),
    )
    for column in ("campaign_id", "list_id", "segment_id"):
        op.create_index(f"ix_audience_parts_{column}", "audience_parts", [column])
    op.create_table(
        "letter_templates",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("preheader", sa.String(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["mailing_lists.id"],
            name=op.f("fk_letter_templates_list_id_mailing_lists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_letter_templates")),
    )
    # Without copying the table, which has millions of rows: none of them is touched.
    op.execute(
        "ALTER TABLE deliveries ADD COLUMN list_id INTEGER "
        "CONSTRAINT fk_deliveries_list_id_mailing_lists REFERENCES mailing_lists (id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_column("list_id")  # and its constraint with it
    op.drop_table("letter_templates")
    op.drop_table("audience_parts")
