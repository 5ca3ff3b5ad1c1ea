"""The stories before and after a story in its section."""

import datetime as dt

from tests.makers import make_article, make_author, make_section
from webapp import clock
from webapp.reading.models import ArticleState


def links(page):
    return {
        tag["rel"][0]: tag.select_one(".headline").get_text() for tag in page.all(".neighbours a")
    }


def test_a_story_leads_to_the_one_before_and_the_one_after_in_its_section(browser, filled):
    with filled():
        section, other, author = make_section(), make_section("b", "B"), make_author()
        moment = clock.now() - dt.timedelta(days=9)
        for number in range(1, 6):
            # Two of them came out in the same moment: the id decides.
            at = moment + dt.timedelta(hours=number // 2)
            make_article(
                f"Story {number}",
                section=section,
                author=author,
                published_at=at,
                slug=f"s-{number}",
            )
            make_article(f"Elsewhere {number}", section=other, author=author, published_at=at)
        draft = {"state": ArticleState.DRAFT, "section": section, "author": author}
        make_article("Draft", published_at=moment + dt.timedelta(hours=1), **draft)
    assert links(browser.open("/s-3/")) == {"prev": "Story 2", "next": "Story 4"}
    assert links(browser.open("/s-1/")) == {"next": "Story 2"}
    assert links(browser.open("/s-5/")) == {"prev": "Story 4"}
    browser.open("/s-2/")
    assert browser.follow("Next in Nation Story 3").title == "Story 3"


def test_neighbours_are_found_beyond_the_newest_and_the_picks(browser, filled):
    with filled():
        section, author = make_section(), make_author()
        now = clock.now()
        for number in range(1, 31):
            at = now - dt.timedelta(days=40 - number)
            make_article(
                f"Story {number}",
                section=section,
                author=author,
                published_at=at,
                slug=f"s-{number}",
            )
    assert links(browser.open("/s-12/")) == {"prev": "Story 11", "next": "Story 13"}


def test_the_only_story_of_a_section_has_no_neighbours(browser, filled):
    with filled():
        make_article(slug="alone")
    assert not browser.open("/alone/").all(".neighbours")
