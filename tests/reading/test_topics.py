import pytest
from sqlalchemy import select

from tests.makers import make_article, make_section
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.models import ArticleState, Topic
from webapp.reading.relating import related_to

HOSTILE = "<script>alert(1)</script>"


def tagged(headline, *names, **columns):
    article = make_article(headline, **columns)
    tagging.tag(article, names)
    return article


def headlines(page):
    return [tag.get_text(strip=True) for tag in page.all(".listed .headline")]


def test_a_topic_lists_its_stories_newest_first_twenty_a_page(browser, filled):
    with filled():
        section = make_section()
        for number in range(22):
            tagged(f"Story {number}", "Rivers", section=section)
        tagged("Elsewhere", "Night sky", section=section)
        tagged("Not yet", "Rivers", section=section, state=ArticleState.DRAFT, published_at=None)
    first = browser.open("/tag/rivers/")
    assert first.title == "Rivers"
    assert "22 stories on this topic" in first.text
    assert headlines(first) == [f"Story {number}" for number in range(20)]
    assert headlines(browser.follow("Older stories")) == ["Story 20", "Story 21"]


def test_a_story_names_its_topics_in_the_margin_and_leads_to_them(browser, filled):
    with filled():
        tagged("A story", "Rivers", "Astana", slug="a-story")
        tagged("Another", "Rivers")
    page = browser.open("/a-story/")
    assert [a.get_text() for a in page.all(".margin a[rel=tag]")] == ["Astana", "Rivers"]
    browser.follow("Rivers")
    assert headlines(browser.page) == ["A story", "Another"]


def test_names_with_one_address_are_one_topic(context):
    story = tagged("A story", "Rivers", " rivers ", "RIVERS!", "", "…", "Көл")
    other = tagged("Another", "rivers")
    assert [topic.slug for topic in story.topics] == ["rivers", "kol"]
    assert other.topics == [story.topics[0]]
    assert db.session.scalars(select(Topic.name).order_by(Topic.id)).all() == ["Rivers", "Көл"]


def test_a_line_typed_by_the_desk_is_read_and_written_alike(context):
    story = make_article()
    tagging.tag(story, tagging.read(" Rivers,, Astana ,"))
    assert tagging.written(story) == "Rivers, Astana"
    tagging.tag(story, tagging.read("Astana"))
    db.session.refresh(story)
    assert tagging.written(story) == "Astana"


def test_markup_in_a_topic_stays_text(browser, filled):
    with filled():
        tagged("A story", HOSTILE, slug="a-story")
    page = browser.open("/a-story/")
    assert HOSTILE in page.text
    assert browser.follow(HOSTILE).title == HOSTILE


@pytest.mark.parametrize("path", ["/tag/none/", "/tag/none/feed/", "/tag/Rivers/"])
def test_a_topic_that_does_not_exist_is_not_found(browser, path):
    browser.open(path, status=404)


def test_related_stories_share_topics_first_and_fill_up_from_the_section(context):
    nation = make_section()
    story = tagged("The story", "Rivers", "Astana", section=nation)
    one = tagged("One in common", "Rivers")
    both = tagged("Both in common", "Rivers", "Astana")
    gone = tagged("Gone", "Rivers", "Astana", state=ArticleState.WITHDRAWN)
    near = [make_article(f"Near {number}", section=nation) for number in range(4)]
    found = db.session.scalars(related_to(story)).all()
    assert found == [both, one, *near[:2]]
    assert gone not in found
