"""The index follows the stories: what is edited, withdrawn, taken back or restored."""

import datetime as dt

import flask_migrate
import pytest
from sqlalchemy import text

from tests.databases import SEARCH
from tests.makers import make_article, make_author, make_section
from tests.reading.finds import found, published
from webapp import clock
from webapp.extensions import db
from webapp.reading import indexing, publishing
from webapp.reading.ranking import Filters


def rows(table):
    return db.session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608


def test_an_edited_story_is_found_by_its_new_words_and_no_longer_by_the_old(context):
    article = published("Apple", body="<p>Orchards.</p>")
    publishing.edit(article, clock.now(), headline="Pear", body="<p>Orchards and rivers.</p>")
    assert [found(word) for word in ("apple", "pear", "orchard", "river")] == [
        [],
        ["Pear"],
        ["Pear"],
        ["Pear"],
    ]


def test_a_story_that_moves_is_found_where_it_is_now(context):
    section, author = make_section("culture", "Culture"), make_author("arman", "Arman")
    article = published("Apple")
    publishing.edit(article, clock.now(), section=section, author=author)
    for filters in (Filters(section_id=section.id), Filters(author_id=author.id)):
        assert found("apple", filters=filters) == ["Apple"]
    assert rows("article_search_stories") == 1


def test_a_draft_is_not_in_the_index(context):
    make_article("Apple", state="draft", published_at=None)
    article = publishing.draft(
        headline="Apple", body="<p>x</p>", section=make_section(), author=make_author()
    )
    publishing.edit(article, clock.now(), headline="Apples")
    assert found("apple") == []


def test_nothing_of_a_withdrawn_story_stays_and_all_comes_back_with_it(context):
    article = published("Apple Orchards", body="<p>Қобыз жаңа ёлка.</p>")
    before = [rows(table) for table in SEARCH]
    publishing.withdraw(article, clock.now())
    assert [rows(table) for table in SEARCH] == [0, 0, 0, 0]
    publishing.publish(article, clock.now())
    assert [rows(table) for table in SEARCH] == before
    assert found("apple қобыз") == ["Apple Orchards"]


def test_a_publication_that_is_rolled_back_leaves_nothing(context):
    published("Apple")
    db.session.commit()
    published("Pear")
    db.session.rollback()
    assert found("pear") == []
    assert rows("article_search_stories") == 1


def test_words_are_counted_by_stories_however_often_each_is_edited(context):
    article, _other = published("Apple"), published("Apples and Pears")
    for headline in ("Apple Pear", "Apples", "Apple"):
        publishing.edit(article, clock.now(), headline=headline)
    counted = db.session.execute(text("SELECT stem, stories FROM article_search_words"))
    assert dict(map(tuple, counted)) == {"appl": 2, "pear": 1, "and": 1, "text": 2}


def test_an_empty_index_is_filled_from_the_stories_as_publishing_fills_it(context):
    moment = dt.datetime(2024, 12, 31, 20, tzinfo=dt.UTC)
    published("Apple Orchards", body="<p>apple apple apple river</p>", at=moment)
    published("Rivers", standfirst="Of apples.")
    publishing.withdraw(published("Gone"), clock.now())
    make_article("Draft", state="draft")
    before = contents()
    for table in SEARCH:
        db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    assert indexing.is_empty(db.session.connection())
    indexing.rebuild(db.session.connection())
    assert contents() == before


def contents():
    words = db.session.execute(text("SELECT stem, word, stories FROM article_search_words"))
    stories = db.session.execute(text("SELECT * FROM article_search_stories"))
    return sorted(map(tuple, words)), sorted(map(tuple, stories)), found("apple"), found("river")


@pytest.mark.parametrize("last", ["tables of the search", "search by stems"])
def test_migrating_fills_an_index_that_is_empty(app, filled, last):
    with filled():
        published("Apple Orchards")
    with app.app_context():
        if last == "search by stems":
            flask_migrate.downgrade(revision="0009")
        else:
            for table in SEARCH:
                db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
            db.session.commit()
        db.session.remove()
        flask_migrate.upgrade()
        assert found("orchard") == ["Apple Orchards"]


def test_a_very_long_story_is_indexed_as_far_as_makes_sense(context):
    words = " ".join(f"word{number}" for number in range(100_000))
    published("Long", body=f"<p>{words}</p>")
    assert found("word10 long") == ["Long"]
    assert rows("article_search_words") <= indexing.MOST_STEMS
