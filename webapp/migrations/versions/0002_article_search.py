"""The full-text index over headline, standfirst and body, in each database's own way."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = """
CREATE VIRTUAL TABLE article_search USING fts5(
    headline, standfirst, body, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
POSTGRESQL = """
CREATE TABLE article_search (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    document TSVECTOR NOT NULL
);
CREATE INDEX article_search_document ON article_search USING gin (document)
"""


def upgrade() -> None:
    """Make the index."""
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop it; it is made again from the stories."""
    op.execute("DROP TABLE article_search")
