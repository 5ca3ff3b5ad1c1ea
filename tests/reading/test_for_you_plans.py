"""For you among many stories: what is followed is found over indexes."""

import datetime as dt

import pytest
from sqlalchemy import insert, text

from tests.makers import make_author, make_section
from webapp import clock
from webapp.extensions import db
from webapp.reading import gathering
from webapp.reading.models import Article, ArticleTopic, Topic

STORIES = 8_000
RARE, COMMON = 2, 1  # topics


@pytest.fixture
def many(context):
    """Very many stories of ten sections, all on the common topic, a hundredth on the rare one."""
    sections = [make_section(slug=f"s{n}").id for n in range(10)]
    author, now = make_author().id, clock.now()
    rows = [
        {"id": n, "slug": f"s{n}", "headline": "H", "author_id": author, "state": "published"}
        | {"section_id": sections[n % 10], "published_at": now - dt.timedelta(minutes=n)}
        | {"body": "<p>What it is about.</p>" * 20}
        for n in range(1, STORIES + 1)
    ]
    db.session.execute(insert(Article), rows)
    names = [{"id": n, "slug": f"t{n}", "name": "T"} for n in (COMMON, RARE)]
    db.session.execute(insert(Topic), names)
    tagged = [{"article_id": n, "topic_id": COMMON} for n in range(1, STORIES + 1)]
    tagged += [{"article_id": n, "topic_id": RARE} for n in range(1, STORIES + 1, 100)]
    db.session.execute(insert(ArticleTopic), tagged)
    db.session.execute(text("ANALYZE"))
    return sections


def plan(followed):
    """What the database says about how it finds the newest of what is followed."""
    dialect = db.session.get_bind().dialect
    query = gathering._newest_ids(followed, gathering.PAGE_SIZE + 1)
    sql = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in db.session.execute(text(f"{explain} {sql}"))]


def whole(lines):
    """Lines that read all stories, or all topics of stories."""
    tables = ("SCAN article", "Seq Scan on article")
    return [line for line in lines if any(table in line for table in tables)]


@pytest.mark.parametrize("kind", ["section", "common topic", "rare topic", "all of them"])
def test_what_is_followed_is_found_without_reading_all_stories(many, kind):
    followed = {
        "section": [("section", many[3])],
        "common topic": [("topic", COMMON)],
        "rare topic": [("topic", RARE)],
        "all of them": [("section", many[3]), ("topic", COMMON), ("author", 1)],
    }[kind]
    lines = plan(followed)
    assert not whole(lines), lines


@pytest.mark.parametrize("topic", [COMMON, RARE])
def test_many_and_few_are_found_alike(many, topic):
    page = gathering.gather([("topic", topic)], 2)
    step = 100 if topic == RARE else 1
    assert [story.id for story in page.items] == [1 + step * n for n in range(20, 40)]
    assert page.has_next
