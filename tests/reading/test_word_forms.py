"""Other forms of a word, other ways to write it, and the paper’s three languages."""

import pytest

from tests.reading.finds import found, published
from webapp.reading import searching

ENGLISH = [
    ("Running Horses of the Steppe", "run horse"),
    ("The City and Its River", "cities rivers"),
    ("Farmers Plant Trees", "farmer planted tree"),
    ("Abai’s Book of Words", "abais book"),
    ("Abai’s Book of Words", "Abai"),
    ("The Reader's Letters", "reader’s letter"),
    ("A Café by the Lake", "cafe"),
    ("A Cafe by the Lake", "café"),
    ("São Paulo Meets Almaty", "sao paulo"),
    ("COP29 Ends in Baku", "cop29"),
    ("Apples from Almaty", "APPLE"),
]
RUSSIAN = [
    ("Ёлка на площади", "елка"),
    ("Елки на площади", "ёлка"),
    ("Новая школа в городе", "школы города"),
    ("Учителя новых школ", "учитель школа"),
    ("Казахстанские яблоки", "казахстанских яблок"),
]
KAZAKH = [
    ("Қазақстан қалалары", "қала"),
    ("Домбыра мен қобыз", "ҚОБЫЗ"),
    ("Өзендердің суы", "өзен"),
    ("Әлем мұражайында", "мұражай"),
    ("Үлкен Һәм Іргелі", "іргелі"),
]


@pytest.mark.parametrize(("headline", "typed"), ENGLISH + RUSSIAN + KAZAKH)
def test_a_story_is_found_by_other_forms_of_its_words(context, headline, typed):
    published("Nothing of It")
    published(headline)
    assert found(typed) == [headline]
    assert not searching.search(typed).instead


def test_kazakh_letters_are_letters_of_their_own(context):
    published("Ұлы дала")
    published("Улица")
    assert found("ұлы") == ["Ұлы дала"]


def test_a_letter_may_be_typed_with_its_mark_after_it(context):
    published("Май в Алматы: йога у реки")
    assert found("йога".replace("й", "и\u0306")) == ["Май в Алматы: йога у реки"]


def test_words_that_say_nothing_are_not_asked_for_unless_nothing_else_is(context):
    published("River of Gold")
    published("The Who")
    assert found("the river") == ["River of Gold"]
    assert found("the who") == ["The Who"]
    assert found("who") == ["The Who"]
