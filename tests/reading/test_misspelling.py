"""A word that no story has is taken for the nearest that one has, and the page says so."""

import pytest

from tests.reading.finds import found, published
from webapp import clock
from webapp.reading import publishing, searching

MISSPELT = {
    "a letter too few": "Almty",
    "a letter too many": "Almmaty",
    "a wrong letter": "Almeti",
    "two letters changed places": "Alamty",
    "two errors in a long word": "goverment's parlament",
    "Russian": "парламнет",
    "Kazakh": "домбра",
}


@pytest.mark.parametrize("typed", MISSPELT.values(), ids=MISSPELT)
def test_a_misspelt_word_finds_what_was_meant(context, typed):
    published("The Government and the Parliament in Almaty: парламент, домбыра")
    published("Nothing of It")
    assert found(typed) == ["The Government and the Parliament in Almaty: парламент, домбыра"]


def test_of_equally_near_words_the_commoner_is_meant(context):
    published("Wolves at Night")
    for number in range(3):
        published(f"Volvo {number}", body="<p>Volves, volves.</p>")
    published("Wolvesy")
    assert searching.search("molves").instead == {"molves": "volves"}


def test_a_word_that_some_story_has_is_never_put_right(context):
    published("Astana")
    published("Asana of the Morning")
    result = searching.search("asana")
    assert [each.article.headline for each in result.items] == ["Asana of the Morning"]
    assert not result.instead


@pytest.mark.parametrize("typed", ["xyzzyqqq", "al", "2032", "almatyalmatyalmaty", "🐎"])
def test_what_is_near_to_nothing_finds_nothing(context, typed):
    published("Almaty 2031 All")
    assert found(typed) == []


def test_a_word_is_forgotten_with_its_last_story(context):
    first, second = published("Tulpar Rises"), published("Tulpar Rests")
    publishing.withdraw(first, clock.now())
    assert found("tulpr") == ["Tulpar Rests"]
    publishing.withdraw(second, clock.now())
    assert found("tulpr") == []
    assert not searching.search("tulpr").instead


def test_the_page_says_what_it_looked_for_instead(browser, filled):
    with filled():
        published("Wild Apples of Almaty")
    page = browser.open("/search/?q=Almty+aples")
    told = page.one(".search-found__instead").get_text(" ", strip=True)
    assert "“almty” or “aples”" in told
    assert "apples" in told
    assert "almaty" in told
    assert page.one(".listed .headline").get_text(strip=True) == "Wild Apples of Almaty"


def test_the_page_says_when_no_story_has_all_of_the_words(browser, filled):
    with filled():
        published("Apples")
        published("Rivers")
    page = browser.open("/search/?q=apples+rivers")
    assert "No story has all of these words" in page.text
    assert len(page.all(".listed")) == 2
    assert "No story has all" not in browser.open("/search/?q=apples").text
