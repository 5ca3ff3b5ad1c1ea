import datetime as dt

import pytest

from tests.makers import make_article, make_author, make_section
from webapp.reading.models import ArticleState, Image

NINE_AT_NIGHT = dt.datetime(2025, 12, 31, 21, 0, tzinfo=dt.UTC)  # already 2026 in Almaty
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;"


def story(**columns):
    return make_article(slug="the-first-orchard", published_at=NINE_AT_NIGHT, **columns)


def test_a_story_stands_under_the_year_and_month_of_the_papers_own_zone(browser, filled):
    with filled():
        story()
    page = browser.open("/2026/01/the-first-orchard/")
    assert page.title == "A Capital Learns to Live With Its River"
    assert page.one("link[rel=canonical]")["href"] == "http://localhost/2026/01/the-first-orchard/"


def test_the_byline_has_the_form_of_the_model_page(browser, filled):
    with filled():
        story(author=make_author(name="Dana Serikova"), section=make_section())
    byline = browser.open("/2026/01/the-first-orchard/").one(".story .byline")
    assert " ".join(byline.get_text(" ").split()) == "By Dana Serikova in Nation on 1 January 2026"
    assert byline.time["datetime"] == "2026-01-01T02:00:00+05:00"


@pytest.mark.parametrize("wrong", ["/2025/12/", "/1999/01/", "/2026/13/"])
def test_a_wrong_date_in_the_address_leads_to_the_right_one(browser, filled, wrong):
    with filled():
        story()
    response = browser.client.get(f"{wrong}the-first-orchard/")
    assert response.status_code == 301
    assert response.headers["Location"] == "/2026/01/the-first-orchard/"


def test_a_withdrawn_story_is_gone_and_a_draft_is_not_there_yet(browser, filled):
    with filled():
        story(state=ArticleState.WITHDRAWN)
        make_article(slug="a-draft", state=ArticleState.DRAFT, published_at=None)
    browser.open("/2026/01/the-first-orchard/", status=410)
    browser.open("/2026/01/a-draft/", status=404)


@pytest.mark.parametrize("slug", ["🐎", "%00", "A-B", "a_b", "..%2f", "x" * 3000, "-"])
def test_a_slug_that_cannot_be_ours_is_a_page_not_found(browser, slug):
    browser.open(f"/2026/01/{slug}/", status=404)


def test_the_dateline_opens_the_first_paragraph(browser, filled):
    with filled():
        story(dateline="ASTANA", body="<p>The path leaves.</p><p>It returns.</p>")
    paragraphs = browser.open("/2026/01/the-first-orchard/").all(".prose p")
    assert paragraphs[0].get_text(" ", strip=True) == "ASTANA – The path leaves."


QUOTE = '<aside class="pull-quote"><p>A library.</p></aside>'
STARTS = {
    "a pull quote": QUOTE,
    "many pull quotes": QUOTE * 40,
    "a quotation": "<blockquote><p>A library.</p><p>A wood.</p></blockquote>",
    "a list": "<ul><li><p>One</p></li></ul>",
    "a heading": "<h2>The path</h2>",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_the_dateline_stands_in_the_running_text(browser, filled, start):
    with filled():
        story(dateline="A & B", body=f"{start}<p>The path leaves.</p><p>It returns.</p>")
    prose = browser.open("/2026/01/the-first-orchard/").one(".prose")
    assert prose.select_one(".dateline").parent.get_text() == "A & B – The path leaves."
    assert len(prose.select(".dateline")) == 1


def test_a_story_of_pull_quotes_alone_has_no_place_for_its_dateline(browser, filled):
    with filled():
        story(dateline="ASTANA", body=QUOTE * 40)
    assert not browser.open("/2026/01/the-first-orchard/").all(".dateline")


def test_related_stories_are_of_the_same_section_and_never_the_story_itself(browser, filled):
    with filled():
        nation = make_section()
        story(section=nation)
        for number in range(6):
            make_article(f"Other {number}", section=nation)
        make_article("Elsewhere")
    related = browser.open("/2026/01/the-first-orchard/").all(".related .headline")
    assert len(related) == 4
    assert all("Other" in tag.get_text() for tag in related)


def test_markup_typed_into_any_line_stays_text(browser, filled):
    with filled():
        image = Image(
            key="a" * 32, width=900, height=600, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE
        )
        place = make_section(name=HOSTILE, description=HOSTILE)
        author = make_author(slug="someone", name=HOSTILE, biography=HOSTILE)
        story(
            headline=HOSTILE,
            standfirst=HOSTILE,
            dateline=HOSTILE,
            image=image,
            section=place,
            author=author,
        )
    for path in (
        "/2026/01/the-first-orchard/",
        "/category/nation/",
        "/author/someone/",
        "/all-stories/",
        "/",
    ):
        page = browser.open(path)
        assert not page.all('script:not([src]):not([type="application/ld+json"])')
        assert not page.all("img[src=x]")
        assert "<script>alert(1)</script>" in page.text


def test_a_picture_states_its_size_and_its_renditions(browser, filled):
    with filled():
        story(
            image=Image(key="b" * 32, width=1000, height=600, alt="A river", credit="Drawing: us")
        )
    image = browser.open("/2026/01/the-first-orchard/").one(".story__picture img")
    assert (image["width"], image["height"], image["alt"]) == ("1000", "600", "A river")
    assert image["srcset"].split(", ") == [
        f"/pictures/{'b' * 32}/{width}.webp {width}w" for width in (400, 800, 1000)
    ]


def test_an_anonymous_reader_gets_no_cookie_and_a_button_to_save(browser, filled):
    with filled():
        story()
    page = browser.open("/2026/01/the-first-orchard/")
    assert "Set-Cookie" not in page.response.headers
    button = page.one(".story__head [data-switch]")
    assert button["aria-pressed"] == "false"
    assert button.get_text(" ", strip=True).endswith("story: " + page.title)


def test_only_a_change_long_after_publication_is_shown_as_an_update(browser, filled):
    with filled():
        story(updated_at=NINE_AT_NIGHT + dt.timedelta(minutes=10))
        make_article(
            slug="later",
            published_at=NINE_AT_NIGHT,
            updated_at=NINE_AT_NIGHT + dt.timedelta(hours=3),
        )
    assert "Updated" not in browser.open("/2026/01/the-first-orchard/").one(".story").get_text()
    page = browser.open("/2026/01/later/")
    assert "Updated 1 January 2026, 05:00" in page.text
    mark = page.one(".story .byline .updated")
    assert mark.time["datetime"] == "2026-01-01T05:00:00+05:00"
