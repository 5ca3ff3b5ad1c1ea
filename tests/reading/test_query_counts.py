"""How much the database is asked, whatever the number of stories."""

import datetime as dt

import pytest
from sqlalchemy import insert, select, text

from tests.makers import make_account, make_article, make_author
from webapp import clock
from webapp.extensions import db
from webapp.reading import correcting, indexing, tagging
from webapp.reading.archiving import Period, stories_of
from webapp.reading.illustrating import snippet
from webapp.reading.listing import (
    after,
    before,
    newest,
    newest_by_author,
    newest_of_each,
    newest_of_section,
    newest_on_topic,
    picks,
    saved_by,
)
from webapp.reading.models import (
    Article,
    ArticleState,
    ArticleTopic,
    Author,
    Image,
    Place,
    Placement,
    SavedStory,
    Section,
    Topic,
)
from webapp.reading.relating import related_to

PAGES = [
    "/",
    "/all-stories/",
    "/category/nation/",
    "/author/dana/",
    "/editors-picks/",
    "/feed/",
    "/search/?q=river",
    *("/tag/rivers/", "/all-stories/?page=2"),
    *("/feed/atom/", "/tag/rivers/feed/", "/search/feed/?q=river"),
    *("/sitemap.xml", "/sitemap/1.xml", "/sitemap/pages.xml"),
    *("/news-sitemap.xml", "/picture-sitemap.xml"),
    "archive",
]


MOST = 8  # questions, for any page that readers see


def many(count, author):
    for place in db.session.scalars(select(Section)):
        for number in range(count):
            key = f"{place.id:04}{number:04}{count:04}".ljust(32, "0")
            image = Image(key=key, width=1600, height=1000, alt="", caption="", credit="")
            pick = number + 1 if place.slug == "nation" else None
            story = make_article(
                section=place,
                author=author,
                image=image,
                body=f"<p>Words.</p>{snippet(image)}",
                pick_position=pick,
                slug=f"{place.slug}-{count}-{number}",
            )
            tagging.tag(story, ["Rivers", "Astana"])
            correcting.correct(story, "It is 2,340.", clock.now())
            indexing.index(story)
            if place.slug == "culture" and number < 1:
                db.session.add(Placement(article=story, place=Place.LEAD, position=count))


@pytest.mark.parametrize("path", [*PAGES, "/2026/01/nation-2-0/"])
def test_a_page_asks_at_most_eight_questions_however_many_stories_there_are(
    browser, furnished, filled, queries, path
):
    with filled():
        many(2, make_author(slug="dana"))
    path = real_address(browser, path)
    with queries() as few:
        browser.client.get(path)
    with filled():
        many(9, db.session.scalars(select(Author)).first())
    with queries() as more:
        browser.client.get(path)
    assert len(few) <= MOST, few
    assert len(more) == len(few)


def real_address(browser, path):
    if path == "archive":
        return f"/{clock.now().year}/"
    if not path.startswith("/2026"):
        return path
    return browser.client.get(path).headers.get("Location", path)


@pytest.fixture
def full(context, furnished):
    """Four thousand stories by forty authors, counted by the database's planner."""
    authors = [make_author().id for _ in range(40)]
    readers = [make_account().id for _ in range(3)]
    now = clock.now()
    stories = [
        {
            "id": number,
            "slug": f"s{number}",
            "headline": "H",
            "standfirst": "What a story is about. " * 20,
            "state": ArticleState.PUBLISHED if number % 20 else ArticleState.DRAFT,
            "section_id": number % 18 + 1,
            "author_id": authors[number % 40],
            "published_at": now - dt.timedelta(hours=number),
            "pick_position": number if number < 30 else None,
        }
        for number in range(1, 4001)
    ]
    db.session.execute(insert(Article), stories)
    kept = [
        {"account_id": reader, "article_id": number}
        for reader in readers
        for number in range(1, 1000)
    ]
    db.session.execute(insert(SavedStory), kept)
    db.session.execute(
        insert(Topic), [{"id": n, "slug": f"t{n}", "name": "T"} for n in range(1, 41)]
    )
    tagged = [{"article_id": n, "topic_id": n % 40 + 1} for n in range(1, 4001)]
    db.session.execute(insert(ArticleTopic), tagged)
    db.session.execute(text("ANALYZE"))
    if db.session.get_bind().dialect.name == "postgresql":
        # So few stories are read whole from a disk that turns; from others they are looked up.
        db.session.execute(text("SET LOCAL random_page_cost = 1.1"))


def plan(query):
    """What the database says about how it finds this."""
    dialect = db.session.get_bind().dialect
    sql = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in db.session.execute(text(f"{explain} {sql}"))]


def ids(query):
    """The part of a list's question that looks through all of it (see paging.page_of)."""
    return query.with_only_columns(query.column_descriptions[0]["entity"].id).limit(20).offset(100)


def whole_reads(lines):
    """Lines that read a whole table of stories or savings."""
    whole = (
        "SCAN articles",
        "SCAN saved_stories",
        "Seq Scan on articles",
        "Seq Scan on saved_stories",
    )
    return [line for line in lines if any(w in line for w in whole) and "INDEX" not in line]


def related_of_one():
    """The question for the stories beside one that has a topic and a section."""
    return related_to(Article(id=9, section_id=1, topics=[Topic(id=10, slug="t", name="T")]))


def one():
    """A story in the middle of its section."""
    published_at = clock.now() - dt.timedelta(hours=2000)
    return Article(id=2000, section_id=3, published_at=published_at)


WHOLE_QUESTIONS = {"strips", "related", "before", "after"}
QUESTIONS = {
    "newest": (newest, "ix_articles_newest"),
    "section": (lambda: newest_of_section(Section(id=1)), "ix_articles_newest_of_section"),
    "author": (lambda: newest_by_author(Author(id=1)), "ix_articles_newest_of_author"),
    "strips": (
        lambda: newest_of_each([Section(id=1), Section(id=2)], 6),
        "ix_articles_newest_of_section",
    ),
    "picks": (picks, "ix_articles_picks"),
    "archive": (lambda: stories_of(Period(clock.now().year, 1)), "ix_articles_newest"),
    "topic": (lambda: newest_on_topic(Topic(id=1)), "ix_article_topics_of_topic"),
    "related": (related_of_one, "ix_article_topics_of_topic"),
    "before": (lambda: before(one()).limit(1), "ix_articles_newest_of_section"),
    "after": (lambda: after(one()).limit(1), "ix_articles_newest_of_section"),
    "saved": (lambda: saved_by(1), "saved_stories"),
}


def test_lists_are_found_over_an_index_and_never_by_reading_every_story(full):
    for name, (query, index) in QUESTIONS.items():
        lines = plan(query() if name in WHOLE_QUESTIONS else ids(query()))
        assert any(index in line for line in lines), (name, lines)
        assert not whole_reads(lines), (name, lines)
