import datetime as dt

import pytest

from tests.makers import make_article, make_section
from webapp.reading.models import ArticleState

NEW_YEAR = dt.datetime(2025, 12, 31, 21, 0, tzinfo=dt.UTC)  # already 2026 in Almaty


def headlines(page):
    return [tag.get_text(strip=True) for tag in page.all(".listed .headline")]


@pytest.fixture
def stories(filled):
    with filled():
        place = make_section()
        make_article(
            "Second of January", published_at=NEW_YEAR + dt.timedelta(days=1), section=place
        )
        make_article("New Year", slug="new-year", published_at=NEW_YEAR, section=place)
        make_article("Old Year", published_at=NEW_YEAR - dt.timedelta(hours=3), section=place)
        make_article("March", published_at=NEW_YEAR + dt.timedelta(days=70), section=place)
        make_article("Draft", state=ArticleState.DRAFT, published_at=None, section=place)


def test_a_year_and_a_month_list_what_the_papers_own_zone_counts_to_them(browser, stories):
    assert headlines(browser.open("/2026/")) == ["March", "Second of January", "New Year"]
    assert headlines(browser.open("/2025/")) == ["Old Year"]
    month = browser.open("/2026/01/")
    assert month.title == "Stories of January 2026"
    assert headlines(month) == ["Second of January", "New Year"]
    assert headlines(browser.open("/2025/12/")) == ["Old Year"]


def test_all_stories_leads_to_the_years_and_a_year_to_its_months(browser, stories):
    browser.open("/all-stories/")
    years = [a.get_text() for a in browser.page.all(".page-head__links a")]
    assert years == ["2026 (3)", "2025 (1)"]
    browser.follow("2026 (3)")
    months = [a.get_text() for a in browser.page.all(".page-head__links a")]
    assert months == ["March (1)", "January (2)"]
    assert browser.follow("January (2)").title == "Stories of January 2026"
    assert browser.page.one(".page-head__links [aria-current]").get_text() == "January (2)"


def test_a_long_year_has_pages(browser, filled):
    with filled():
        place = make_section()
        for number in range(25):
            make_article(f"Story {number}", published_at=NEW_YEAR, section=place)
    browser.open("/2026/")
    assert len(headlines(browser.follow("Older stories"))) == 5
    assert browser.page.one("link[rel=prev]")["href"] == "http://localhost/2026/"


@pytest.mark.parametrize(
    "path",
    ["/2024/", "/2026/02/", "/2026/13/", "/2026/00/", "/2026/1/", "/0000/", "/9999/", "/99999/"],
)
def test_a_period_without_stories_is_not_found(browser, stories, path):
    browser.open(path, status=404)


def test_an_empty_paper_has_no_archive(browser):
    assert not browser.open("/all-stories/").all(".page-head__links")


@pytest.mark.parametrize("old", ["/new-year/", "/2026/01/01/new-year/", "/2025/12/31/new-year/"])
def test_older_forms_of_an_address_lead_to_the_story(browser, stories, old):
    response = browser.client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, "/2026/01/new-year/")


@pytest.mark.parametrize("old", ["/no-such-story/", "/2026/01/01/no-such-story/", "/a-draft/"])
def test_older_forms_lead_nowhere_when_readers_can_see_no_such_story(browser, filled, old):
    with filled():
        make_article(slug="a-draft", state=ArticleState.DRAFT, published_at=None)
    browser.open(old, status=404)
