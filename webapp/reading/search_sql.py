"""The search index in each database's own words: FTS5 on SQLite, tsvector on PostgreSQL.

Both hold the same tokens under the same number (see indexing), so both find the same stories in
the same order. On SQLite no query asks for the beginnings of words: between a deletion and an
insertion of one transaction that spoils the index of SQLite 3.40 for good ("malformed").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, Row, TextClause, bindparam, text

BOTH = {
    "add story": """
        INSERT INTO article_search_stories (docid, article_id, section_id, author_id, year)
        VALUES (:docid, :article_id, :section_id, :author_id, :year)
    """,
    "drop story": "DELETE FROM article_search_stories WHERE docid = :docid",
    # The shortest form stands for the others where a word is shown.
    "count up": """
        INSERT INTO article_search_words (stem, word, stories) VALUES (:stem, :word, :stories)
        ON CONFLICT (stem) DO UPDATE SET
            stories = article_search_words.stories + excluded.stories,
            word = CASE WHEN length(excluded.word) < length(article_search_words.word)
                THEN excluded.word ELSE article_search_words.word END
    """,
    "count down": "UPDATE article_search_words SET stories = stories - 1 WHERE stem = :stem",
    "drop spellings": """
        DELETE FROM article_search_spellings
        WHERE word_id IN (SELECT id FROM article_search_words WHERE stories <= 0)
    """,
    "drop words": "DELETE FROM article_search_words WHERE stories <= 0",
    "add spelling": """
        INSERT INTO article_search_spellings (spelling, word_id) VALUES (:spelling, :word_id)
        ON CONFLICT DO NOTHING
    """,
    "known": "SELECT id, stem, word, stories FROM article_search_words WHERE stem IN :stems",
    "oldest": "SELECT year FROM article_search_stories ORDER BY docid LIMIT 1",
    "names": """
        SELECT 'section' AS kind, id, slug, name FROM sections WHERE id IN :sections
        UNION ALL SELECT 'author', id, slug, name FROM authors WHERE id IN :authors
    """,
    "alike": """
        SELECT word.stem, word.word, word.stories
        FROM article_search_words AS word
        WHERE word.id IN (
            SELECT word_id FROM article_search_spellings WHERE spelling IN :spellings
        )
    """,
}
SQLITE = BOTH | {
    "held": """
        SELECT article_search.rowid AS docid, tokens FROM article_search
        WHERE article_search.rowid = (
            SELECT docid FROM article_search_stories WHERE article_id = :article_id
        )
    """,
    "add": "INSERT INTO article_search (rowid, tokens) VALUES (:docid, :tokens)",
    "drop": "DELETE FROM article_search WHERE rowid = :docid",
}
POSTGRESQL = BOTH | {
    "held": """
        SELECT docid, array_to_string(tsvector_to_array(document), ' ') AS tokens
        FROM article_search WHERE docid = (
            SELECT docid FROM article_search_stories WHERE article_id = :article_id
        )
    """,
    "add": """
        INSERT INTO article_search (docid, document)
        VALUES (:docid, array_to_tsvector(string_to_array(:tokens, ' ')))
    """,
    "drop": "DELETE FROM article_search WHERE docid = :docid",
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LISTS = ("stems", "spellings", "sections", "authors")
# PostgreSQL sorts all that it finds, so a function of its own goes through the years one by one
# until it has enough, never reading a table whole (see the migration that makes it).
NEWEST = {
    "sqlite": """
        SELECT rowid AS docid FROM article_search WHERE article_search MATCH :{name}
        ORDER BY rowid DESC LIMIT :limit
    """,
    "postgresql": """
        SELECT docid FROM article_search_newest(CAST(:{name} AS tsquery), :limit) AS docid
    """,
}
WITH_MARKS = """
    SELECT found.place, story.docid, story.section_id, story.author_id, story.year
    FROM ({newest}) AS found JOIN article_search_stories AS story ON story.docid = found.docid
    ORDER BY found.place, story.docid DESC
"""


def run(
    connection: Connection, name: str, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """Run one of STATEMENTS, with many values once for each."""
    return connection.execute(_statement(connection.dialect.name, name), values)


@lru_cache
def _statement(dialect: str, name: str) -> TextClause:
    sql = STATEMENTS[dialect][name]
    found = [each for each in LISTS if f":{each}" in sql]
    lists: list[BindParameter[Any]] = [bindparam(each, expanding=True) for each in found]
    return text(sql).bindparams(*lists)


def newest(
    connection: Connection, queries: Sequence[Sequence[str]], limit: int
) -> list[tuple[int, int]]:
    """For each list of tokens the newest stories with all of them: its place, and docid."""
    return [(row.place, row.docid) for row in _each(connection, "{newest}", queries, limit)]


def newest_with_marks(
    connection: Connection, queries: Sequence[Sequence[str]], limit: int
) -> Sequence[Row[Any]]:
    """Likewise, in order: place and docid, and the section, the author and the year."""
    return _each(connection, WITH_MARKS, queries, limit)


def _each(
    connection: Connection, form: str, queries: Sequence[Sequence[str]], limit: int
) -> Sequence[Row[Any]]:
    if not queries:
        return []
    one = NEWEST[connection.dialect.name]
    each = " UNION ALL ".join(
        f"SELECT {place} AS place, docid FROM ({one.format(name=f'query{place}')}) AS each{place}"  # noqa: S608 (all of it stands in this file)
        for place in range(len(queries))
    )
    values = {f"query{place}": _all_of(q, connection) for place, q in enumerate(queries)}
    return connection.execute(text(form.format(newest=each)), {"limit": limit, **values}).all()


def _all_of(tokens: Sequence[str], connection: Connection) -> str:
    """A query for stories with every token; each is quoted, so no operator is left in it."""
    if connection.dialect.name == "sqlite":
        return " AND ".join(f'"{token}"' for token in tokens)
    return " & ".join(f"'{token}'" for token in tokens)
