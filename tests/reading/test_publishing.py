import datetime as dt

import pytest

from tests.makers import make_article, make_author, make_section
from webapp import clock
from webapp.extensions import db
from webapp.reading import publishing, searching
from webapp.reading.models import ArticleState
from webapp.reading.slugging import LONGEST, slugify

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def content(context):
    return {
        "headline": "Steppe Tulips Return",
        "standfirst": "Ten days early.",
        "body": "<p>They are back.</p>",
        "section": make_section(),
        "author": make_author(),
    }


def test_a_draft_becomes_a_story_that_search_finds(content):
    article = publishing.draft(**content)
    assert not article.is_published
    assert searching.search("tulips").total == 0
    publishing.publish(article, clock.now())
    assert article.is_published
    assert [found.article for found in searching.search("tulips").items] == [article]


def test_publishing_twice_keeps_the_first_date(content):
    article = publishing.draft(**content)
    first = clock.now()
    publishing.publish(article, first)
    publishing.publish(article, first + HOUR)
    assert article.published_at == first


def test_a_story_without_text_is_not_published(content):
    article = publishing.draft(**content | {"body": "<script>x</script>"})
    with pytest.raises(publishing.NothingToPublish):
        publishing.publish(article, clock.now())
    assert article.state == ArticleState.DRAFT


def test_editing_a_published_story_keeps_its_address_and_moves_its_update(content):
    article = publishing.draft(**content)
    at = clock.now()
    publishing.publish(article, at)
    publishing.edit(article, at + HOUR, headline="Another Headline", body="<p>Poppies.</p>")
    assert article.slug == "steppe-tulips-return"
    assert article.is_updated
    assert searching.search("poppies").total == 1
    assert searching.search("tulips").total == 0


def test_the_slug_of_a_draft_follows_its_headline(content):
    article = publishing.draft(**content)
    publishing.edit(article, clock.now(), headline="Another Headline")
    assert article.slug == "another-headline"


def test_a_withdrawn_story_leaves_search_and_picks_and_may_come_back(content):
    article = publishing.draft(**content)
    article.pick_position = 1
    at = clock.now()
    publishing.publish(article, at)
    publishing.withdraw(article, at + HOUR)
    assert searching.search("tulips").total == 0
    assert article.pick_position is None
    publishing.publish(article, at + 2 * HOUR)
    assert article.published_at == at
    assert searching.search("tulips").total == 1


def test_stories_with_one_headline_get_numbers(content):
    slugs = [publishing.draft(**content).slug for _ in range(3)]
    assert slugs == ["steppe-tulips-return", "steppe-tulips-return-2", "steppe-tulips-return-3"]


def test_losing_the_race_for_a_slug_takes_the_next_one(content, monkeypatch):
    make_article(slug="steppe-tulips-return")
    real, calls = publishing.free_slug, []

    def late(words, **options):
        calls.append(words)
        return "steppe-tulips-return" if len(calls) == 1 else real(words, **options)

    monkeypatch.setattr(publishing, "free_slug", late)
    assert publishing.draft(**content).slug == "steppe-tulips-return-2"


def test_what_is_typed_is_cleaned(content):
    typed = {
        "headline": "  Two\nlines\x00 ",
        "standfirst": "\u202eevil",
        "body": "<p onclick=x>A\x00</p>",
    }
    article = publishing.draft(**content | typed)
    db.session.flush()
    assert (article.headline, article.standfirst, article.body) == ("Two lines", "evil", "<p>A</p>")


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("At 2,750 Metres, a Dome", "at-2-750-metres-a-dome"),
        ("The Apple’s First Orchard", "the-apples-first-orchard"),
        ("Қазақстан Республикасы", "qazaqstan-respublikasy"),
        ("Щука и ёж", "shchuka-i-yozh"),
        ("Crème brûlée à Łódź, Straße", "creme-brulee-a-lodz-strasse"),
        ("🐎🐎", "story"),
        ("", "story"),
        ("---", "story"),
    ],
)
def test_headlines_become_ascii(words, slug):
    assert slugify(words) == slug


def test_a_long_headline_is_cut_after_a_whole_word():
    slug = slugify("word " * 60)
    assert len(slug) <= LONGEST
    assert slug.endswith("-word")
    assert len(slugify("x" * 500)) == LONGEST
