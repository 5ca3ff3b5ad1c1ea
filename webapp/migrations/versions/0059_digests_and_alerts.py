"""Digests by rules at their readers' hours, breaking alerts, and the stories letters brought."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0062"

MOMENT = sa.DateTime(timezone=True)
CHOSEN = sa.text("hour IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    # Plain additions: no table is made anew, so its triggers stay.
    hour = sa.Column("hour", sa.Integer(), nullable=False, server_default="7")
    op.add_column("mailing_lists", hour)
    op.add_column("subscriptions", sa.Column("hour", sa.Integer(), nullable=True))
    op.create_index(
        "ix_subscriptions_hour",
        "subscriptions",
        ["list_id", "hour"],
        sqlite_where=CHOSEN,
        postgresql_where=CHOSEN,
    )
    op.add_column("campaigns", sa.Column("hour", sa.Integer(), nullable=True))
    _create_digests()
    _create_alerts()


def _create_digests() -> None:
    op.create_table(
        "digest_rules",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("picks_first", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("began_at", MOMENT, nullable=False),
        _of("digest_rules", "list_id", "mailing_lists.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_digest_rules")),
    )
    for table, other in (("digest_sections", "section"), ("digest_topics", "topic")):
        op.create_table(
            table,
            sa.Column("list_id", sa.Integer(), nullable=False),
            sa.Column(f"{other}_id", sa.Integer(), nullable=False),
            _of(table, "list_id", "digest_rules.list_id", ondelete="CASCADE"),
            _of(table, f"{other}_id", f"{other}s.id", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("list_id", f"{other}_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_{other}_id", table, [f"{other}_id"])
    op.create_table(
        "digest_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        _of("digest_runs", "list_id", "mailing_lists.id"),
        _of("digest_runs", "campaign_id", "campaigns.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_runs")),
        sa.UniqueConstraint("list_id", "day", "hour", name=op.f("uq_digest_runs_list_id_day_hour")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_digest_runs_campaign_id")),
    )


def _create_alerts() -> None:
    op.create_table(
        "letter_stories",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _of("letter_stories", "campaign_id", "campaigns.id"),
        _of("letter_stories", "article_id", "articles.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("campaign_id", "article_id", name=op.f("pk_letter_stories")),
    )
    op.create_index("ix_letter_stories_article_id", "letter_stories", ["article_id"])
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        _of("alerts", "list_id", "mailing_lists.id"),
        _of("alerts", "article_id", "articles.id", ondelete="CASCADE"),
        _of("alerts", "campaign_id", "campaigns.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint(
            "list_id", "article_id", "number", name=op.f("uq_alerts_list_id_article_id_number")
        ),
    )
    op.create_index("ix_alerts_article_id", "alerts", ["article_id"])


def downgrade() -> None:
    tables = ("digest_runs", "digest_topics", "digest_sections", "digest_rules")
    for table in ("alerts", "letter_stories", *tables):
        op.drop_table(table)
    op.drop_column("campaigns", "hour")
    op.drop_index("ix_subscriptions_hour", "subscriptions")
    op.drop_column("subscriptions", "hour")
    op.drop_column("mailing_lists", "hour")


def _of(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    other = target.partition(".")[0]
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)
