"""The front page, filled by editors: pinned, moved, taken out; and two of them at once."""

import pytest
from sqlalchemy import select

from tests.accounts.steps import enter
from tests.browser import Browser
from tests.makers import make_account, make_article, make_author, make_section
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.reading import placing, publishing
from webapp.reading.models import Article, ArticleState, Placement
from webapp.reading.placing import FrontPageChanged, Part

SCREEN = "/newsroom/front-page/"


@pytest.fixture
def desk(at_desk, filled):
    """An editor, and eight stories, Story 1 the newest."""
    with filled():
        section, author = make_section(strip_position=1), make_author()
        for number in range(1, 9):
            make_article(f"Story {number}", section=section, author=author)
    return at_desk(Role.EDITOR)


def leads(browser):
    page = browser.open("/")
    return [tag.get_text(strip=True) for tag in page.all(".front__lead .headline")]


def rows(page, part):
    return [tag.get_text(strip=True) for tag in page.all(f"#{part} .places__one .places__headline")]


def about(page, part):
    return [" ".join(tag.get_text().split()) for tag in page.all(f"#{part} .places__about")]


def test_the_screen_shows_what_fills_itself_and_pins_it(desk, acts):
    page = desk.open(SCREEN)
    assert rows(page, "lead") == ["Story 1"]
    assert rows(page, "second") == ["Story 2", "Story 3", "Story 4"]
    assert all(words.startswith("By recency") for words in about(page, "lead"))
    assert "Nothing is picked" in page.one("#pick").get_text()
    page = desk.press("Pin here Story 3")
    assert rows(page, "second") == ["Story 3", "Story 2", "Story 4"]
    assert not about(page, "second")[0].startswith("By recency")
    assert acts() == [("editor@example.com", "pinned second", "Story 3")]


def test_stories_are_pinned_moved_and_taken_out_and_readers_see_it(desk, browser, acts):
    desk.open(SCREEN)
    desk.press("Lead with it Story 5")
    assert leads(browser) == ["Story 5"]
    desk.press("Lead with it Story 7")
    desk.press("Lead with it Story 6")
    assert leads(browser) == ["Story 5", "Story 7", "Story 6"]
    desk.press("Up Story 6")
    assert leads(browser) == ["Story 5", "Story 6", "Story 7"]
    desk.press("Down Story 5")
    assert leads(browser) == ["Story 6", "Story 5", "Story 7"]
    desk.press("Take out Story 6")
    assert leads(browser) == ["Story 5", "Story 7"]
    acted = [act for _, act, _ in acts()]
    assert acted == ["pinned lead"] * 3 + ["moved lead"] * 2 + ["took out lead"]


def test_picks_are_picked_ordered_and_let_go(desk, browser):
    desk.open(SCREEN)
    for number in (4, 8, 6):
        desk.press(f"Pick Story {number}")
    page = desk.press("Up Story 6")
    assert rows(page, "pick") == ["Story 4", "Story 6", "Story 8"]
    shown = [tag.get_text(strip=True) for tag in browser.open("/").all(".picks .headline")]
    assert shown == ["Story 4", "Story 6", "Story 8"]
    assert rows(desk.press("Take out Story 4"), "pick") == ["Story 6", "Story 8"]


def test_a_fourth_lead_is_refused_with_a_sentence(desk):
    desk.open(SCREEN)
    for number in (5, 6, 7):
        desk.press(f"Lead with it Story {number}")
    page = desk.press("Lead with it Story 8")
    assert "Three stories stand there at most; take one out first." in page.text
    assert rows(page, "lead") == ["Story 5", "Story 6", "Story 7"]


def test_a_story_pinned_elsewhere_moves_over(desk):
    desk.open(SCREEN)
    desk.press("Lead with it Story 5")
    page = desk.press("Second Story 5")
    assert rows(page, "second")[0] == "Story 5"
    assert rows(page, "lead") == ["Story 1"]


def test_the_second_of_two_editors_is_told_who_was_faster(desk, app, filled):
    with filled():
        make_account("late@example.com", role=Role.EDITOR)
    late = Browser(app)
    enter(late, "late@example.com")
    desk.open(SCREEN)
    desk.press("Lead with it Story 5")
    late.open(SCREEN)
    desk.press("Lead with it Story 6")
    page = late.press("Take out Story 5")
    assert "Nothing was done." in page.text
    assert "editor@example.com pinned lead “Story 6” on" in page.text
    assert rows(page, "lead") == ["Story 5", "Story 6"]


def test_the_database_decides_between_two_who_pin_into_the_same_place(context, filled):
    make_section("a", "A")
    first, second = make_article("First"), make_article("Second")
    placing.pin(first, Part.LEAD, [])
    db.session.commit()
    with pytest.raises(FrontPageChanged):
        placing.pin(second, Part.LEAD, [])
    db.session.rollback()
    # What a writer of the same moment would do who saw the place still empty.
    with pytest.raises(FrontPageChanged):
        placing._place(second, placing.Place.LEAD, 1)
    db.session.rollback()
    assert len(db.session.scalars(select(Placement)).all()) == 1


def test_a_withdrawn_story_falls_out_of_its_place(context):
    story = make_article("Taken back")
    placing.pin(story, Part.SECOND, [])
    placing.pin(story, Part.PICK, [])
    publishing.withdraw(story, story.updated_at)
    db.session.commit()
    assert not db.session.scalars(select(Placement)).all()
    assert story.pick_position is None


def test_a_draft_cannot_be_pinned(desk, filled):
    desk.open(SCREEN)
    with filled():
        db.session.get(Article, 5).state = ArticleState.DRAFT
    page = desk.press("Lead with it Story 5")
    assert "Publish the story first" in page.text


def test_stories_are_found_by_headline(desk):
    desk.open(SCREEN)
    page = desk.press("Find", q="story 7")
    assert [tag.get_text() for tag in page.all("tbody th")] == ["Story 7"]
    page = desk.press("Find", q="<script>")
    assert "No story’s headline has these words." in page.text


def test_what_no_button_sends_is_refused(desk):
    desk.open(SCREEN)
    for sent in (
        {"csrf_token": "made up"},
        {"lead": "drop table"},
        {"article": "-1"},
        {"lead": "1,2"},
    ):
        desk.press("Lead with it Story 5", status=400, **sent)
        desk.open(SCREEN)
    desk.press("Lead with it Story 5", status=404, article="9999999999")
