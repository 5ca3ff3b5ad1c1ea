import pytest

from tests.makers import make_article, make_author, make_section
from webapp.reading.models import ArticleState


def headlines(page):
    return [tag.get_text(strip=True) for tag in page.all(".listed .headline")]


def many(count, **columns):
    for number in range(count):
        make_article(f"Story {number}", **columns)


def test_a_section_lists_its_own_stories_newest_first_twenty_a_page(browser, filled):
    with filled():
        many(45, section=make_section(), author=make_author())
        make_article("Elsewhere")
    first = browser.open("/category/nation/")
    assert headlines(first) == [f"Story {number}" for number in range(20)]
    second = browser.follow("Older stories")
    assert headlines(second) == [f"Story {number}" for number in range(20, 40)]
    assert headlines(browser.follow("Older stories")) == [
        f"Story {number}" for number in range(40, 45)
    ]


def test_all_stories_lists_every_published_story(browser, filled):
    with filled():
        make_article("Here")
        make_article("Not yet", state=ArticleState.DRAFT, published_at=None)
    assert headlines(browser.open("/all-stories/")) == ["Here"]


def test_an_author_has_a_page_with_biography_and_stories(browser, filled):
    with filled():
        author = make_author(slug="dana", biography="Writes about orchards.")
        make_article("Hers", author=author)
        make_article("Another’s")
    page = browser.open("/author/dana/")
    assert page.title == "Dana Serikova"
    assert "Writes about orchards." in page.text
    assert headlines(page) == ["Hers"]


def test_the_picks_page_keeps_the_editors_order(browser, filled):
    with filled():
        for position in (2, 1):
            make_article(f"Pick {position}", pick_position=position)
    assert headlines(browser.open("/editors-picks/")) == ["Pick 1", "Pick 2"]


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "", "1.5", "9" * 5000, "%00", "１"])
def test_a_page_that_the_list_does_not_have_is_not_found(browser, filled, number):
    with filled():
        make_article(section=make_section())
    browser.open(f"/category/nation/?page={number}", status=404)


@pytest.mark.parametrize(
    "path", ["/category/none/", "/author/none/", "/none/", "/category/🐎/", "/category/none/feed/"]
)
def test_what_does_not_exist_is_not_found(browser, path):
    browser.open(path, status=404)


def test_an_empty_section_says_so(browser, filled):
    with filled():
        make_section()
    assert "Nothing here yet" in browser.open("/category/nation/").text


def test_a_section_of_any_paper_may_stand_in_gold(browser, filled):
    with filled():
        gold = make_section("harbour", "Harbour", bar_position=1, is_gold=True)
        make_section("town", "Town", bar_position=2)
        make_article("Gulls", section=gold)
    page = browser.open("/all-stories/")
    assert page.one(".navigation .is-gold").get_text() == "Harbour"
    assert page.one("main .kicker--gold").get_text() == "Harbour"
    assert "is-gold" not in str(page.one(".navigation a[href='/category/town/']"))
