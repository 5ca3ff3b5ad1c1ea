"""Placements and corrections; focal points; folders, notes and follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Columns are added in place: SQLite would empty the tables that point to one it builds anew.
    op.add_column("articles", sa.Column("wordpress_id", sa.Integer()))
    op.create_index("ix_articles_wordpress_id", "articles", ["wordpress_id"], unique=True)
    for column in ("focus_x", "focus_y"):
        op.add_column(
            "images", sa.Column(column, sa.Double(), nullable=False, server_default="0.5")
        )
    op.add_column(
        "images", sa.Column("formats", sa.String(), nullable=False, server_default="webp")
    )
    _create_placements()
    _create_corrections()
    _create_folders()
    _create_follows()


def _create_placements() -> None:
    op.create_table(
        "placements",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _belongs_to("placements", "article_id", "articles"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_placements")),
        sa.UniqueConstraint("place", "position", name=op.f("uq_placements_place_position")),
    )


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("corrections", "article_id", "articles"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_article_id", "corrections", ["article_id"])


def _create_folders() -> None:
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _belongs_to("folders", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_folders_account_id_name")),
    )
    with op.batch_alter_table("saved_stories") as saved:
        saved.add_column(sa.Column("folder_id", sa.Integer()))
        saved.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        saved.add_column(sa.Column("read_at", sa.DateTime(timezone=True)))
        saved.create_foreign_key(
            op.f("fk_saved_stories_folder_id_folders"),
            "folders",
            ["folder_id"],
            ["id"],
            ondelete="SET NULL",
        )
        saved.create_index("ix_saved_stories_folder_id", ["folder_id"])
        saved.create_index("ix_saved_stories_last", ["account_id", "saved_at"])


def _create_follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer()),
        sa.Column("topic_id", sa.Integer()),
        sa.Column("author_id", sa.Integer()),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN section_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN author_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_follows_one_thing"),
        ),
        _belongs_to("follows", "account_id", "accounts"),
        _belongs_to("follows", "section_id", "sections"),
        _belongs_to("follows", "topic_id", "topics"),
        _belongs_to("follows", "author_id", "authors"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        *(
            sa.UniqueConstraint("account_id", column, name=op.f(f"uq_follows_account_id_{column}"))
            for column in ("section_id", "topic_id", "author_id")
        ),
    )
    for column in ("section_id", "topic_id", "author_id"):
        op.create_index(f"ix_follows_{column}", "follows", [column])


def _belongs_to(table: str, column: str, owners: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{owners}.id"],
        name=op.f(f"fk_{table}_{column}_{owners}"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table("follows")
    with op.batch_alter_table("saved_stories") as saved:
        saved.drop_index("ix_saved_stories_last")
        saved.drop_index("ix_saved_stories_folder_id")
        for column in ("read_at", "note", "folder_id"):
            saved.drop_column(column)
    for table in ("folders", "corrections", "placements"):
        op.drop_table(table)
    for column in ("formats", "focus_y", "focus_x"):
        op.drop_column("images", column)
    op.drop_index("ix_articles_wordpress_id", "articles")
    op.drop_column("articles", "wordpress_id")
