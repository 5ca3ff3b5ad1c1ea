"""The search anew: stems instead of texts, a row of its own for filters, and the words known.

The tables stand empty here; env.py has them filled from the stories once all migrations ran.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

SQLITE = """
CREATE VIRTUAL TABLE article_search USING fts5(
    tokens, tokenize = "ascii tokenchars '_'", detail = none, columnsize = 0
);
CREATE TABLE article_search_stories (
    docid INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL UNIQUE,
    section_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    year INTEGER NOT NULL
);
CREATE TABLE article_search_words (
    id INTEGER PRIMARY KEY,
    stem TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,
    stories INTEGER NOT NULL
);
CREATE INDEX article_search_words_unused ON article_search_words (id) WHERE stories <= 0;
CREATE TABLE article_search_spellings (
    spelling INTEGER NOT NULL,
    word_id INTEGER NOT NULL,
    PRIMARY KEY (spelling, word_id)
) WITHOUT ROWID;
CREATE INDEX article_search_spellings_word ON article_search_spellings (word_id)
"""
# Documents stand outside their rows, so that many rows are read without reading any document;
# and in the index at once, as a pending list would be gone through with each search.
POSTGRESQL = """
CREATE TABLE article_search (
    docid BIGINT PRIMARY KEY,
    document TSVECTOR NOT NULL
) WITH (toast_tuple_target = 128);
CREATE INDEX article_search_document ON article_search
    USING gin (document) WITH (fastupdate = off);
CREATE TABLE article_search_stories (
    docid BIGINT PRIMARY KEY,
    article_id INTEGER NOT NULL UNIQUE,
    section_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    year INTEGER NOT NULL
);
CREATE TABLE article_search_words (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stem TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,
    stories INTEGER NOT NULL
);
CREATE INDEX article_search_words_unused ON article_search_words (id) WHERE stories <= 0;
CREATE TABLE article_search_spellings (
    spelling BIGINT NOT NULL,
    word_id INTEGER NOT NULL,
    PRIMARY KEY (spelling, word_id)
);
CREATE INDEX article_search_spellings_word ON article_search_spellings (word_id)
"""
# The newest stories with all that is asked. PostgreSQL sorts whatever it finds in its index, so it
# looks through the newest thirty days first, then the newest year, and through all only for words
# that these have too seldom: each is one token, which the index goes through by skipping.
# The planner does not know what reading a document costs and would rather read them all, or those
# of the newest stories in turn: both are kept from it, here and nowhere else.
NEWEST_POSTGRESQL = """
CREATE FUNCTION article_search_newest(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 50 SET enable_seqscan = off AS $$
DECLARE
    newest record;
    span tsquery;
    docids bigint[];
BEGIN
    SELECT (docid >> 30) / 2592000 AS period, year INTO newest
        FROM article_search_stories ORDER BY docid DESC LIMIT 1;
    FOREACH span IN ARRAY ARRAY['p_' || newest.period, 'y_' || newest.year]::tsquery[] LOOP
        docids := ARRAY(SELECT docid FROM article_search WHERE document @@ (asked && span)
            ORDER BY docid + 0 DESC LIMIT most);
        IF cardinality(docids) = most THEN
            RETURN QUERY SELECT unnest(docids);
            RETURN;
        END IF;
    END LOOP;
    RETURN QUERY SELECT docid FROM article_search WHERE document @@ asked
        ORDER BY docid + 0 DESC LIMIT most;
END $$
"""
OLD_SQLITE = """
CREATE VIRTUAL TABLE article_search USING fts5(
    headline, standfirst, body, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
OLD_POSTGRESQL = """
CREATE TABLE article_search (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    document TSVECTOR NOT NULL
);
CREATE INDEX article_search_document ON article_search USING gin (document)
"""


def upgrade() -> None:
    op.execute("DROP TABLE article_search")
    _run(SQLITE, POSTGRESQL)
    if _is_postgresql():
        op.execute(NEWEST_POSTGRESQL)


def downgrade() -> None:
    if _is_postgresql():
        op.execute("DROP FUNCTION article_search_newest")
    for table in ("spellings", "words", "stories"):
        op.execute(f"DROP TABLE article_search_{table}")
    op.execute("DROP TABLE article_search")
    _run(OLD_SQLITE, OLD_POSTGRESQL)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _run(sqlite: str, postgresql: str) -> None:
    for statement in (postgresql if _is_postgresql() else sqlite).split(";"):
        op.execute(statement)
