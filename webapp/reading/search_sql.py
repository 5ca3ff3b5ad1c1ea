"""The full-text search in each database's own words; webapp.reading.searching runs it.

A headline counts ten times, a standfirst four times what the body counts.
"""

from __future__ import annotations

from collections.abc import Sequence

START, STOP = "\x02", "\x03"

SQLITE = {
    "index": """
        INSERT INTO article_search (rowid, headline, standfirst, body)
        VALUES (:id, :headline, :standfirst, :body)
    """,
    "forget": "DELETE FROM article_search WHERE rowid = :id",
    "count": "SELECT count(*) FROM article_search WHERE article_search MATCH :query",
    "latest": """
        SELECT rowid AS id FROM article_search WHERE article_search MATCH :query
        ORDER BY rowid DESC LIMIT :limit
    """,
    "find": """
        SELECT rowid AS id, snippet(article_search, -1, char(2), char(3), '…', 32) AS snippet
        FROM article_search
        WHERE article_search MATCH :query AND rank MATCH 'bm25(10.0, 4.0, 1.0)'
        ORDER BY rank LIMIT :limit OFFSET :offset
    """,
}
# ts_headline reads the whole text again, so it is asked only for the rows of the page.
POSTGRESQL = {
    "index": """
        INSERT INTO article_search (article_id, words, document)
        VALUES (
            :id,
            concat_ws(' ', CAST(:standfirst AS text), CAST(:body AS text)),
            setweight(to_tsvector('english', :headline), 'A')
                || setweight(to_tsvector('english', :standfirst), 'B')
                || setweight(to_tsvector('english', :body), 'D')
        )
    """,
    "forget": "DELETE FROM article_search WHERE article_id = :id",
    "count": """
        SELECT count(*) FROM article_search
        WHERE document @@ websearch_to_tsquery('english', :query)
    """,
    "latest": """
        SELECT article_id AS id FROM article_search
        WHERE document @@ websearch_to_tsquery('english', :query)
        ORDER BY article_id DESC LIMIT :limit
    """,
    "find": """
        SELECT best.article_id AS id, ts_headline(
            'english', best.words, websearch_to_tsquery('english', :query),
            'MaxFragments=1, MinWords=16, MaxWords=32'
                || ', StartSel=' || chr(2) || ', StopSel=' || chr(3)
        ) AS snippet
        FROM (
            SELECT article_id, words, ts_rank(
                ARRAY[0.1, 0.2, 0.4, 1.0], document, websearch_to_tsquery('english', :query)
            ) AS score
            FROM article_search
            WHERE document @@ websearch_to_tsquery('english', :query)
            ORDER BY score DESC, article_id DESC LIMIT :limit OFFSET :offset
        ) AS best
        ORDER BY best.score DESC, best.article_id DESC
    """,
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def all_of(terms: Sequence[str], _dialect: str) -> str:
    """A query for rows with every word.

    Beginnings of words are not asked for: a prefix query between a deletion and an insertion of
    one transaction spoils the index of SQLite 3.40 for good ("malformed").
    """
    return " ".join(_quoted(terms))


def any_of(terms: Sequence[str], dialect: str) -> str:
    """A query for rows with at least one of the words."""
    return (" OR " if dialect == "sqlite" else " or ").join(_quoted(terms))


def _quoted(terms: Sequence[str]) -> list[str]:
    return [f'"{term}"' for term in terms]
