import datetime as dt

import pytest
from markupsafe import Markup

from tests.reading.finds import found, published
from webapp import clock
from webapp.extensions import db
from webapp.reading import indexing, searching

TYPED = [
    '"', "'", "a'b\"c", "AND", "OR NOT", "NEAR(a b)", "headline:x", "a*", "^a", "(", ")", "-a", "+a", "a:*",
    "a & b | !c", "<->", "\\", "%", "_", "🐎", "\x00", "a\x00b", "x" * 10_000, "word " * 2_000, "'; DROP TABLE articles; --",
    "a AND", "{a b}", "\ud800", "\u202e", "٣", "ﬁsh", "“apple”", "or", "\n", "&lt;", "<mark>",
]  # fmt: skip


def test_a_word_in_the_headline_counts_more_than_one_in_the_text(context):
    published("Weather", body="<p>An apple a day, and weather, and more weather.</p>")
    published("Apple Orchards", body="<p>They grow above the city.</p>")
    published("Nothing of It")
    assert found("apple") == ["Apple Orchards", "Weather"]


def test_of_two_words_one_in_the_headline_counts_more_than_both_in_the_text(context):
    published("A Capital and Its River", body="<p>Astana.</p>")
    published("Fishers", body="<p>Two rivers lead far from Astana.</p>")
    published("Astana’s River", body="<p>It floods.</p>")
    assert found("astana river") == ["Astana’s River", "A Capital and Its River", "Fishers"]


def test_of_equally_good_matches_the_newer_comes_first(context):
    now = clock.now()
    for years in (1, 3, 0, 2):
        published(f"Apple {years}", at=now - dt.timedelta(days=366 * years))
    published("Pear", body="<p>An apple.</p>", at=now)
    assert found("apple") == ["Apple 0", "Apple 1", "Apple 2", "Apple 3", "Pear"]


def test_all_words_are_wanted_and_any_when_no_story_has_all(context):
    published("Apples and Rivers")
    published("Rivers Alone")
    assert found("apples rivers") == ["Apples and Rivers"]
    assert sorted(found("rivers camels")) == ["Apples and Rivers", "Rivers Alone"]


def test_the_snippet_marks_the_words_and_escapes_everything_else(context):
    published("Orchard", body="<p>An apple &lt;img src=x&gt; 1 &lt; 2 grows &amp; falls.</p>")
    snippet = searching.search("apple").items[0].snippet
    assert isinstance(snippet, Markup)
    assert "<mark>apple</mark>" in snippet
    assert "<img" not in snippet
    assert "1 &lt; 2 grows &amp; falls" in snippet


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_is_typed_is_taken_as_words(context, typed):
    published("Apple")
    assert searching.search(typed).number == 1


def test_drafts_are_not_found_and_forgotten_stories_neither(context):
    article = published("Apple")
    indexing.forget(article)
    assert found("apple") == []


def test_results_come_twenty_a_page(context):
    for number in range(25):
        published(f"Apple number {number}")
    first, second = searching.search("apple", 1), searching.search("apple", 2)
    assert (len(first.items), len(second.items), first.total, first.pages) == (20, 5, 25, 2)
    both = {result.article.id for result in (*first.items, *second.items)}
    assert len(both) == 25


def test_the_search_page_asks_then_shows_what_it_found(browser, filled):
    with filled():
        published("The Apple’s First Orchard", body="<p>Wild apples ripen above the city.</p>")
    browser.open("/search/")
    page = browser.press("Search", q="apples")
    assert page.title.startswith("Search") or "apples" in page.title
    assert page.one(".listed .headline").get_text(strip=True) == "The Apple’s First Orchard"
    assert page.one(".listed mark").get_text().lower() in {"apple", "apples", "apple’s"}
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00", "🐎"]
)
def test_hostile_words_stay_text_on_the_search_page(browser, typed):
    page = browser.open("/search/", query_string={"q": typed})
    assert not page.all("script:not([src]), img")
    assert typed.strip("\x00") in page.title


def test_a_page_of_results_that_is_not_there_is_not_found(browser, filled):
    with filled():
        published("Apple")
    browser.open("/search/?q=apple&page=2", status=404)
    browser.open("/search/?q=apple&page=x", status=404)


def test_a_story_that_left_the_paper_is_not_shown_even_if_the_index_has_it(context):
    article = published("Apple")
    article.state = "withdrawn"
    db.session.flush()
    assert found("apple") == []
