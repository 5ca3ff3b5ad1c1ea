"""What a page tells search engines and those who pass it on: schema.org, cards, addresses."""

import datetime as dt
import json

import pytest

from tests.makers import make_article, make_author, make_section
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.illustrating import snippet
from webapp.reading.models import Article, Image

WHEN = dt.datetime(2026, 3, 5, 4, 30, tzinfo=dt.UTC)
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]> & ' \" \\ \u2028 end",
    "{{ 7 * 7 }} &lt;/script&gt;",
]


@pytest.fixture
def story(filled):
    with filled():
        article = make_article(
            "Salt",
            slug="salt",
            section=make_section(),
            author=make_author(slug="dana"),
            published_at=WHEN,
            updated_at=WHEN + dt.timedelta(hours=2),
            image=Image(key="e" * 32, width=2400, height=1600, alt="Salt", caption="A pile."),
        )
        tagging.tag(article, ["Rivers"])


def things(page):
    """The things a page describes, by their types."""
    document = json.loads(page.one('script[type="application/ld+json"]').string)
    assert document["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in document["@graph"]}


def meta(page, name):
    return page.one(f'meta[property="{name}"], meta[name="{name}"]')["content"]


def test_a_story_is_a_news_article_with_all_that_search_engines_ask_for(browser, story):
    news = things(browser.open("/2026/03/salt/"))["NewsArticle"]
    address = "http://localhost/2026/03/salt/"
    assert (news["url"], news["mainEntityOfPage"], news["headline"]) == (address, address, "Salt")
    assert news["datePublished"] == "2026-03-05T09:30:00+05:00"
    assert news["dateModified"] == "2026-03-05T11:30:00+05:00"
    dana = {"@type": "Person", "name": "Dana Serikova", "url": "http://localhost/author/dana/"}
    assert news["author"] == [dana]
    picture = f"http://localhost/pictures/{'e' * 32}"
    assert [i["url"] for i in news["image"]] == [f"{picture}/card.jpg", f"{picture}/1600.webp"]
    assert news["publisher"]["logo"]["url"] == "http://localhost/icon-512.png"
    assert news["isAccessibleForFree"] is True
    assert (news["articleSection"], news["keywords"]) == ("Nation", ["Rivers"])


def test_every_picture_of_a_story_is_named_with_its_size(browser, story, filled):
    with filled():
        placed = Image(key="f" * 32, width=900, height=601, credit="Us", formats="avif webp jpeg")
        db.session.add(placed)
        db.session.flush()
        article = db.session.query(Article).one()
        gone = snippet(placed).replace("f" * 32, "0" * 32)
        article.body = gone + snippet(placed) + snippet(article.image) + snippet(placed)
    news = things(browser.open("/2026/03/salt/"))["NewsArticle"]
    sizes = {one["url"].removeprefix("http://localhost/pictures/"): one for one in news["image"]}
    assert {file: (one["width"], one["height"]) for file, one in sizes.items()} == {
        f"{'e' * 32}/card.jpg": (1200, 800),
        f"{'e' * 32}/1600.webp": (1600, 1067),
        f"{'f' * 32}/900.jpg": (900, 601),
    }
    assert sizes[f"{'f' * 32}/900.jpg"]["creditText"] == "Us"
    assert len(news["image"]) == 3


def test_the_way_down_to_a_page_is_described(browser, story):
    crumbs = things(browser.open("/2026/03/salt/"))["BreadcrumbList"]["itemListElement"]
    assert [(c["position"], c["name"], c["item"]) for c in crumbs] == [
        (1, "The Astana Times", "http://localhost/"),
        (2, "Nation", "http://localhost/category/nation/"),
        (3, "Salt", "http://localhost/2026/03/salt/"),
    ]
    for path in (
        "/category/nation/",
        "/tag/rivers/",
        "/author/dana/",
        "/all-stories/",
        "/2026/03/",
    ):
        last = things(browser.open(path))["BreadcrumbList"]["itemListElement"][-1]
        assert last["item"] == f"http://localhost{path}"
        assert last["name"] in browser.page.title


def test_the_front_page_describes_the_paper_and_its_search(browser, story):
    found = things(browser.open("/"))
    paper, site = found["Organization"], found["WebSite"]
    assert (paper["name"], paper["url"]) == ("The Astana Times", "http://localhost/")
    assert "https://x.example/astanatimes" in paper["sameAs"]
    action = site["potentialAction"]
    template = "http://localhost/search/?q={search_term_string}"
    assert action["target"]["urlTemplate"] == template
    assert action["query-input"] == "required name=search_term_string"


@pytest.mark.parametrize("headline", HOSTILE)
def test_no_headline_leads_out_of_the_script_element(browser, filled, headline):
    with filled():
        place, author = make_section(name=headline), make_author(name=headline)
        article = make_article(
            headline, slug="salt", section=place, author=author, published_at=WHEN
        )
        tagging.tag(article, [headline + " rivers"])
    page = browser.open("/2026/03/salt/")
    script = page.one('script[type="application/ld+json"]').string
    assert not set("<>&\u2028") & set(script)
    assert things(page)["NewsArticle"]["headline"] == headline
    assert things(page)["NewsArticle"]["author"][0]["name"] == headline
    assert page.all("script:not([src])") == [page.one('script[type="application/ld+json"]')]
    assert all(own["src"].startswith("/static/dist/") for own in page.all("script[src]"))


@pytest.mark.parametrize("headline", ["word " * 30, "x" * 200, "y" * 110])
def test_a_long_headline_is_cut_to_110_characters(browser, filled, headline):
    with filled():
        make_article(headline.strip(), slug="salt", published_at=WHEN)
    cut = things(browser.open("/2026/03/salt/"))["NewsArticle"]["headline"]
    assert len(cut) <= 110
    assert headline.startswith(cut.rstrip("…"))
    assert cut.endswith("…") == (len(headline.strip()) > 110)


def test_a_story_without_picture_is_described_without_one(browser, filled):
    with filled():
        make_article(slug="salt", published_at=WHEN)
    page = browser.open("/2026/03/salt/")
    assert "image" not in things(page)["NewsArticle"]
    assert meta(page, "twitter:card") == "summary"
    assert meta(page, "og:image") == "http://localhost/icon-512.png"


def test_a_story_that_is_passed_on_is_shown_with_its_picture_as_jpeg(browser, story):
    page = browser.open("/2026/03/salt/")
    assert meta(page, "twitter:card") == "summary_large_image"
    assert meta(page, "og:image") == f"http://localhost/pictures/{'e' * 32}/card.jpg"
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "800")
    assert meta(page, "og:image:alt") == "Salt"
    assert (meta(page, "og:type"), meta(page, "og:title")) == ("article", "Salt")
    assert meta(page, "og:url") == page.one("link[rel=canonical]")["href"]
    assert meta(page, "article:modified_time") == "2026-03-05T11:30:00+05:00"
    assert (meta(page, "article:section"), meta(page, "article:tag")) == ("Nation", "Rivers")


@pytest.mark.parametrize(
    "path", ["/", "/category/nation/", "/author/dana/", "/tag/rivers/", "/all-stories/", "/2026/"]
)
def test_every_page_for_readers_says_where_it_stands(browser, story, path):
    page = browser.open(path)
    assert page.one("link[rel=canonical]")["href"] == meta(page, "og:url")
    assert meta(page, "og:url") == f"http://localhost{path}"
    assert meta(page, "og:title") in page.title
    assert meta(page, "og:site_name") == "The Astana Times"


def test_the_pages_of_a_list_name_their_neighbours(browser, filled):
    with filled():
        place, author = make_section(), make_author()
        for number in range(45):
            make_article(f"Story {number}", section=place, author=author)

    def neighbours(path):
        page = browser.open(path)
        links = {
            tag["rel"][0]: tag["href"]
            for tag in page.all("head link[rel=prev], head link[rel=next]")
        }
        return links, page.one("link[rel=canonical]")["href"]

    base = "http://localhost/category/nation/"
    assert neighbours("/category/nation/") == ({"next": f"{base}?page=2"}, base)
    assert neighbours("/category/nation/?page=2") == (
        {"prev": base, "next": f"{base}?page=3"},
        f"{base}?page=2",
    )
    assert neighbours("/category/nation/?page=3")[0] == {"prev": f"{base}?page=2"}
