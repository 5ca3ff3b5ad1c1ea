"""How the search asks its database: over indexes, a bounded number of times, at any size."""

import re
import statistics
import time

import pytest
from sqlalchemy import event, text

from tests.bench.stories import Language, fill
from tests.reading.finds import published
from webapp.extensions import db
from webapp.reading import ranking, searching
from webapp.reading.listing import story_by_slug
from webapp.reading.ranking import Filters
from webapp.reading.relating import related

STORIES = 5_000
GENEROUS = 0.25  # seconds; what is promised is measured by tests/bench/searching.py
MOST = 8  # questions, for any page that readers see
ADDRESSES = [
    "q=apple",
    "q=apple&page=2",
    "q=aple",
    "q=apple+aple+nonsense",
    "q=apple+river",
    "q=apple&section=nation&author=dana&year=2026",
    "q=aple+rivr&section=nation&author=dana&year=2026",
    "q=nothinglike",
]
MATCHING = re.compile("VIRTUAL TABLE INDEX [0-9]+:M")
OURS = ("articles", "article_search")


@pytest.fixture
def many(context):
    """Thousands of stories in short made-up texts, and the words in them, the commonest first."""
    language = Language(seed=7, words=3_000, length=20)
    fill(STORIES, language)
    db.session.execute(text("ANALYZE"))
    if not on_sqlite():
        # So few rows are read whole from a disk that turns; from others they are looked up.
        db.session.execute(text("SET LOCAL random_page_cost = 1.1"))
    return language.words


def on_sqlite():
    return db.session.get_bind().dialect.name == "sqlite"


def ask(words):
    """Common, rare, several and misspelt words, narrowed and not; the feed; what is related."""
    rare, misspelt = words[-7], words[50][:2] + words[50][3:]
    narrowed = Filters(section_id=3, author_id=1_003, year=2020)
    for typed in (words[0], rare, misspelt, f"{words[0]} {words[9]}", f"{rare} {words[-70]}"):
        searching.search(typed)
        searching.search(typed, 1, narrowed)
        searching.latest(typed, 20)
    related(db.session.scalars(story_by_slug("story-900")).one())


def test_thousands_of_stories_are_searched_over_indexes_and_at_once(many):
    ask(many)
    whole_reads = whole_reads_sqlite if on_sqlite() else whole_reads_postgresql
    assert whole_reads(lambda: ask(many)) == []
    times = []
    for typed in [*many[:20], *many[300:310], *many[-10:]]:
        start = time.perf_counter()
        searching.search(typed)
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < GENEROUS


def whole_reads_sqlite(asking):
    """The steps of all plans that go through a table and not an index."""
    asked = []

    def note(_connection, _cursor, statement, values, *_rest):
        asked.append((statement, values))

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    asking()
    event.remove(engine, "before_cursor_execute", note)
    cursor = db.session.connection().connection.cursor()
    steps = [
        row[-1]
        for statement, values in asked
        for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    assert "SEARCH story USING INTEGER PRIMARY KEY (rowid=?)" in steps
    scans = [step for step in steps if step.startswith("SCAN ") and not MATCHING.search(step)]
    return [step for step in scans if step.split()[1].startswith((*OURS, "story", "word"))]


def whole_reads_postgresql(asking):
    """The tables that the server read from end to end in this transaction."""
    counts = text("SELECT relname, seq_scan FROM pg_stat_xact_user_tables")
    before = dict(map(tuple, db.session.execute(counts)))
    asking()
    after = dict(map(tuple, db.session.execute(counts)))
    return [n for n in after if n.startswith(OURS) and after[n] > before.get(n, 0)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_results_asks_at_most_eight_questions(
    browser, furnished, filled, queries, monkeypatch, address
):
    monkeypatch.setattr(ranking, "RANKED", 25)
    with filled():
        for number in range(30):
            published(f"Apple {number}")
        published("River")
    browser.client.get("/search/?q=apple")
    with queries() as asked:
        browser.client.get(f"/search/?{address}")
    assert len(asked) <= MOST, asked
