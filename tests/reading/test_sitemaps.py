"""Sitemaps: valid, complete, bounded, and found without reading every story."""

import datetime as dt

import pytest
from sqlalchemy import insert, literal, text

from tests.makers import make_article, make_author, make_section
from tests.reading.validity import checked, official
from webapp import clock
from webapp.extensions import db
from webapp.reading import mapping, tagging
from webapp.reading.illustrating import snippet
from webapp.reading.models import Article, ArticleState, Image

NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}
OFFICIAL = {
    "/sitemap.xml": "spec/support/schemas/siteindex.xsd",
    "/sitemap/pages.xml": "all-news.xsd",
    "/sitemap/1.xml": "all-news.xsd",
    "/sitemap/author-1.xml": "all-news.xsd",
    "/sitemap/topic-1.xml": "all-news.xsd",
    "/news-sitemap.xml": "all-news.xsd",
}


@pytest.fixture
def stories(filled):
    with filled():
        place, author = make_section(), make_author(slug="dana")
        image = Image(key="d" * 32, width=1600, height=1000)
        now = clock.now()
        for headline, hours, picture in (
            ("Salt & <b>pepper</b>", 1, image),
            ("Yesterday", 47, None),
            ("Long ago", 49, None),
        ):
            article = make_article(
                headline,
                slug=headline.split()[0].lower(),
                section=place,
                author=author,
                image=picture,
                published_at=now - dt.timedelta(hours=hours),
            )
            tagging.tag(article, ["Rivers", "A & B"])
        make_article("Draft", state=ArticleState.DRAFT, published_at=None, slug="draft")
        make_article("Gone", state=ArticleState.WITHDRAWN, slug="gone", section=place)


def fetched(browser, path):
    response = browser.client.get(path.removeprefix("http://localhost"))
    assert response.status_code == 200, path
    assert response.content_type == "application/xml; charset=utf-8"
    return checked(response.data, "sitemap")


def addresses(tree):
    return tree.xpath("//s:loc/text()", namespaces=NS)


def test_the_index_leads_to_every_public_page_once(browser, stories):
    files = addresses(fetched(browser, "/sitemap.xml"))
    assert files == [
        f"http://localhost/sitemap/{name}.xml" for name in ("pages", "1", "author-1", "topic-1")
    ]
    found = [address for file in files for address in addresses(fetched(browser, file))]
    assert len(found) == len(set(found))
    for address in found:
        browser.open(address)
    named = {address.split("/")[-2] for address in found}
    assert {"salt", "yesterday", "long", "nation", "dana", "rivers", "a-b"} <= named
    assert not {"draft", "gone"} & named


def test_a_story_says_when_it_last_changed(browser, stories, filled):
    changed = dt.datetime(2026, 3, 5, 4, 30, tzinfo=dt.UTC)
    with filled():
        db.session.get_one(Article, 1).updated_at = changed
    tree = fetched(browser, "/sitemap/1.xml")
    first = tree.xpath("string(//s:url[contains(s:loc, '/salt/')]/s:lastmod)", namespaces=NS)
    assert first == "2026-03-05T09:30:00+05:00"


def test_the_news_are_those_of_48_hours_newest_first(browser, stories):
    tree = fetched(browser, "/news-sitemap.xml")
    assert tree.xpath("//news:title/text()", namespaces=NS) == ["Salt & <b>pepper</b>", "Yesterday"]
    assert tree.xpath("//news:keywords/text()", namespaces=NS)[0] == "A & B, Rivers"
    assert set(tree.xpath("//news:name/text()", namespaces=NS)) == {"The Astana Times"}


def test_there_are_at_most_a_thousand_news(context, furnished):
    author, now = make_author().id, clock.now()
    rows = [
        {"slug": f"s{n}", "headline": "H", "state": "published", "section_id": 1}
        | {"author_id": author, "published_at": now - dt.timedelta(seconds=n)}
        for n in range(1100)
    ]
    db.session.execute(insert(Article), rows)
    assert len(mapping.news()) == 1000


def test_pictures_in_texts_are_named_beside_the_first(browser, stories, filled):
    with filled():
        placed = [Image(key=letter * 32, width=900, height=600) for letter in "ef"]
        db.session.add_all(placed)
        db.session.flush()
        gone = snippet(placed[0]).replace("e" * 32, "0" * 32)
        salt, yesterday, long_ago = (db.session.get_one(Article, number) for number in (1, 2, 3))
        salt.body = snippet(placed[1]) + snippet(salt.image) + snippet(placed[0])
        yesterday.body = gone + snippet(placed[0])
        long_ago.body = gone
    tree = fetched(browser, "/picture-sitemap.xml")
    named = {
        place.findtext("s:loc", namespaces=NS).split("/")[-2]: [
            address.split("/")[-2][0]
            for address in place.xpath("image:image/image:loc/text()", namespaces=NS)
        ]
        for place in tree.iterfind("s:url", NS)
    }
    assert named == {"salt": ["d", "f", "e"], "yesterday": ["e"]}


def test_pictures_have_a_sitemap_of_their_own(browser, stories):
    tree = fetched(browser, "/picture-sitemap.xml")
    (picture,) = tree.xpath("//image:loc/text()", namespaces=NS)
    assert picture == f"http://localhost/pictures/{'d' * 32}/card.jpg"


@pytest.mark.parametrize("path", ["/sitemap.xml", "/news-sitemap.xml", "/picture-sitemap.xml"])
def test_an_empty_paper_has_valid_sitemaps(browser, path):
    assert addresses(fetched(browser, path))


@pytest.mark.parametrize(
    "path",
    [
        *("/sitemap/2.xml", "/sitemap/0.xml", "/sitemap/x.xml", "/sitemap/99999999999.xml"),
        *("/sitemap/214748.xml", "/sitemap/200000.xml", "/sitemap/2147483647.xml"),
        *("/sitemap/topic-9.xml", "/sitemap/page-1.xml"),
    ],
)
def test_a_sitemap_without_pages_is_not_found(browser, stories, path):
    assert browser.client.get(path).status_code == 404


def test_who_has_the_newest_bytes_gets_none(browser, stories):
    first = browser.client.get("/sitemap/1.xml")
    again = browser.client.get("/sitemap/1.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", OFFICIAL)
def test_a_sitemap_is_valid_by_the_schemas_of_those_who_read_it(browser, stories, path):
    schema = official(OFFICIAL[path])
    tree = fetched(browser, path)
    assert schema.validate(tree), schema.error_log


def test_files_are_found_over_an_index_and_hold_a_range_of_ids(context, furnished, monkeypatch):
    monkeypatch.setattr(mapping, "FILE_SIZE", 100)
    fill(950)
    assert list(db.session.scalars(mapping.numbers_of(Article, mapping.IS_PUBLISHED))) == [
        *range(1, 6), 8, 9, 10,
    ]  # fmt: skip
    assert len(mapping.stories(9)) == 100
    assert mapping.stories(7) == []
    db.session.execute(text("ANALYZE"))
    for query in (
        mapping.stories_of_file(9),
        mapping.numbers_of(Article, mapping.IS_PUBLISHED),
        mapping.numbers_of(Article, mapping.IS_PUBLISHED, mapping.in_file(Article, literal(3))),
    ):
        lines = plan(query)
        assert not [line for line in lines if "SCAN articles" in line and "INDEX" not in line]
        assert not [line for line in lines if "Seq Scan on articles" in line], lines


def fill(count):
    """Stories in ids 1 to ``count``, but for drafts from 501 to 700."""
    author, now = make_author().id, clock.now()
    rows = [
        {"id": n, "slug": f"s{n}", "headline": "H", "section_id": 1, "author_id": author}
        | {"standfirst": "What it is about. " * 20, "published_at": now}
        | {"state": "draft" if 500 < n <= 700 else "published"}
        for n in range(1, count + 1)
    ]
    db.session.execute(insert(Article), rows)


def plan(query):
    """What the database says about how it finds this."""
    dialect = db.session.get_bind().dialect
    sql = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in db.session.execute(text(f"{explain} {sql}"))]
