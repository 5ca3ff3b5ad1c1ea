"""What comes of letters: links that are counted, clicks, reactions, and the sums of issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0046"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Plain additions: no table is made anew, so its triggers stay.
    for name, default in (("clicks", "aggregate"), ("opens", "off")):
        column = sa.Column(name, sa.String(), nullable=False, server_default=default)
        op.add_column("mailing_lists", column)
    op.create_table(
        "letter_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        _of("letter_links", "campaign_id", "campaigns"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_links")),
        sa.UniqueConstraint(
            "campaign_id", "position", name=op.f("uq_letter_links_campaign_id_position")
        ),
    )
    op.create_table(
        "clicks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", BIG, nullable=True),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("flaw", sa.String(), nullable=False),
        _of("clicks", "link_id", "letter_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clicks")),
    )
    op.create_index("ix_clicks_visit", "clicks", ["visitor", "at"])
    op.create_table(
        "click_counts",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("machines", sa.Integer(), nullable=False),
        _of("click_counts", "link_id", "letter_links"),
        sa.PrimaryKeyConstraint("link_id", "hour", name=op.f("pk_click_counts")),
    )
    op.create_table(
        "reactions",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("reactions", "campaign_id", "campaigns"),
        _of("reactions", "subscriber_id", "subscribers"),
        sa.PrimaryKeyConstraint(
            *("campaign_id", "kind", "link_id", "subscriber_id"), name=op.f("pk_reactions")
        ),
    )
    op.create_index("ix_reactions_subscriber_id", "reactions", ["subscriber_id"])
    op.create_table(
        "issue_figures",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        _of("issue_figures", "campaign_id", "campaigns"),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_issue_figures")),
    )


def downgrade() -> None:
    for table in ("issue_figures", "reactions", "click_counts", "clicks", "letter_links"):
        op.drop_table(table)
    for name in ("opens", "clicks"):
        op.drop_column("mailing_lists", name)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
