"""Stories that go with a story because their texts are alike."""

from tests.makers import make_section
from tests.reading.finds import published
from webapp import clock
from webapp.reading import publishing, tagging
from webapp.reading.relating import related


def headlines(article):
    return [story.headline for story in related(article)]


def test_where_no_topic_leads_to_others_rare_words_do(context):
    nation, culture = make_section("nation"), make_section("culture")
    story = published("The Aral Sea Returns", standfirst="Fishers mend their nets.", section=nation)
    for number in range(6):
        published(f"Council of {number}", section=nation)
    published("Nets for the Fisher", body="<p>Aral.</p>", section=culture)
    published("A Sea of Grass", section=culture)
    assert headlines(story)[:2] == ["Nets for the Fisher", "A Sea of Grass"]
    assert "The Aral Sea Returns" not in headlines(story)


def test_topics_come_before_words_and_the_section_after_both(context):
    nation, culture = make_section("nation"), make_section("culture")
    story = published("The Aral Sea", section=nation)
    beside = published("Beside It", section=nation)
    topical = published("Something Else", section=culture)
    published("Aral Again", section=culture)
    for each in (story, topical):
        tagging.tag(each, ["Water"])
    assert headlines(story) == ["Something Else", "Aral Again", "Beside It"]
    publishing.withdraw(beside, clock.now())
    assert headlines(story) == ["Something Else", "Aral Again"]


def test_a_story_with_no_words_in_common_has_no_others_from_the_index(context):
    story = published("Aral", body="<p>One.</p>", section=make_section("one"))
    published("Balkhash", body="<p>Two.</p>", section=make_section("two"))
    assert headlines(story) == []
