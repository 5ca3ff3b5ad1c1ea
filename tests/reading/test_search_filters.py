"""Narrowing a search to a section, an author, a year."""

import datetime as dt

import pytest

from tests.makers import make_author, make_section
from tests.reading.finds import found, published
from webapp.reading import ranking
from webapp.reading.ranking import Filters

NEW_YEARS_EVE = dt.datetime(2024, 12, 31, 20, tzinfo=dt.UTC)  # the first of January in Almaty


@pytest.fixture
def shelves(filled):
    """Five stories about apples: three in Nation, two by Dana, two of 2025."""
    with filled():
        nation, world = make_section("nation", "Nation"), make_section("world", "World")
        dana, arman = make_author("dana", "Dana S"), make_author("arman", "Arman K")
        days = {year: dt.datetime(year, 6, 1, tzinfo=dt.UTC) for year in (2023, 2024, 2026)}
        published("Apple A", section=nation, author=dana, at=days[2023])
        published("Apple B", section=nation, author=arman, at=days[2024])
        published("Apple C", section=nation, author=arman, at=NEW_YEARS_EVE)
        published("Apple D", section=world, author=dana, at=dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
        published("Apple E", section=world, author=arman, at=days[2026])
        published("Pear", section=world, author=arman, at=days[2026])
        return nation.id, dana.id


NARROWED = {
    "section=nation": "A B C",
    "author=dana": "A D",
    "year=2025": "C D",
    "section=nation&author=arman": "B C",
    "section=world&author=dana&year=2025": "D",
    "section=nation&year=2026": "",
    "section=&author=&year=": "A B C D E",
    "year=1999": "",
}


@pytest.mark.parametrize("narrowed", NARROWED)
def test_only_stories_of_the_choice_are_found(browser, shelves, narrowed):
    page = browser.open(f"/search/?q=apple&{narrowed}")
    names = sorted(each.get_text(strip=True)[-1] for each in page.all(".listed .headline"))
    assert " ".join(names) == NARROWED[narrowed]


@pytest.mark.parametrize(
    "narrowed", ["section=nowhere", "author=x", "year=20", "year=x", "year=٢٠٢٥", "section=x%00"]
)
def test_a_choice_that_does_not_exist_is_not_found(browser, shelves, narrowed):
    browser.open(f"/search/?q=apple&{narrowed}", status=404)


def options(page, name):
    return [each.get_text(strip=True) for each in page.all(f"#search-{name} option")]


def test_each_choice_says_how_many_stories_it_would_leave(browser, shelves):
    page = browser.open("/search/?q=apple&section=nation")
    assert options(page, "section") == ["All sections", "Nation (3)", "World (2)"]
    assert options(page, "author") == ["All authors", "Arman K (2)", "Dana S (1)"]
    assert options(page, "year") == ["All years", "2025 (1)", "2024 (1)", "2023 (1)"]
    assert page.one("#search-section option[selected]")["value"] == "nation"


def test_the_form_narrows_and_keeps_the_words(browser, shelves):
    browser.open("/search/?q=apple")
    page = browser.press("Search", section="world", year="2026")
    assert page.one(".listed .headline").get_text(strip=True) == "Apple E"
    assert page.one("main input[name=q]")["value"] == "apple"
    assert page.one('.page-head__links a[href="/search/?q=apple"]')


def test_where_a_choice_leaves_nothing_the_page_leads_back(browser, shelves):
    page = browser.open("/search/?q=apple&section=nation&year=2026")
    assert "No story of this choice has these words" in page.text
    assert page.one('main a[href="/search/?q=apple"]')


def test_a_choice_reaches_beyond_the_newest_of_a_common_word(browser, filled, monkeypatch):
    monkeypatch.setattr(ranking, "RANKED", 10)
    with filled():
        old = make_section("old", "Old")
        start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        published("Apple of Old", section=old, at=start.replace(year=2019))
        young = make_section("young", "Young")
        for number in range(12):
            published(f"Apple {number}", section=young, at=start + dt.timedelta(days=number))
        assert found("apple", filters=Filters(section_id=old.id)) == ["Apple of Old"]
        assert found("apple", filters=Filters(year=2019)) == ["Apple of Old"]
    page = browser.open("/search/?q=apple&section=old")
    assert options(page, "section") == ["All sections", "Old", "Young"]
    page = browser.open("/search/?q=apple")
    assert "More than 10 stories" in page.text
    assert options(page, "year")[-1] == "2019"
    assert options(page, "section") == ["All sections", "Young"]
