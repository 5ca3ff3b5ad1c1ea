"""Letters are put together from blocks, which stay as they were once the letter is launched."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.campaigns.blocks import EMPTY, EVERY
from tests.campaigns.sends import campaign, launch, make_readers
from tests.makers import make_article, make_list
from webapp.campaigns import drafting
from webapp.campaigns.blocks import arranging, kinds, rendering, taking
from webapp.campaigns.blocks.kinds import Button, Divider, Lead, StoryList, Text
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.reading.models import Article, ArticleState, Image

GOLDEN = Path(__file__).parent / "golden"


def golden(name):
    return (GOLDEN / name).read_text(encoding="utf-8")


def test_every_kind_of_block_as_html_and_as_text_is_the_golden_one():
    assert rendering.html_of(EVERY) + "\n" == golden("every-block.html")
    assert rendering.text_of(EVERY) + "\n" == golden("every-block.txt")


def test_the_golden_letter_is_valid_html_with_whole_addresses_and_sized_pictures():
    soup = BeautifulSoup(golden("every-block.html"), "html5lib")
    assert len(EVERY) == len(kinds.KINDS) == len({block.kind for block in EVERY})
    assert "& <Its> “Steppe”" in soup.get_text()
    for link in soup.select("a"):
        assert link["href"].startswith("https://paper.example/")
    for image in soup.select("img"):
        assert image["alt"]
        assert image["src"].startswith("https://paper.example/")
        assert (image["width"], image["height"]) in {("552", "368"), ("168", "112")}
    for table in soup.select("table"):
        assert table["role"] == "presentation"


def test_blocks_come_back_as_they_were_kept():
    assert kinds.read(kinds.written(EVERY)) == list(EVERY)


def test_what_is_not_whole_yet_says_what_to_do_and_is_not_shown():
    assert all(block.missing.endswith(".") for block in EMPTY)
    assert rendering.html_of([*EMPTY, Divider(8)]) == "<hr>"
    assert rendering.text_of(EMPTY) == ""


def test_blocks_are_moved_changed_and_taken_out_by_their_numbers():
    blocks = [Text(1, "a"), Text(4, "b"), Text(2, "c")]

    def order(changed):
        return [block.number for block in changed]

    assert order(arranging.moved(blocks, 2, -1)) == [1, 2, 4]
    assert order(arranging.moved(blocks, 1, 1)) == [4, 1, 2]
    assert order(arranging.moved(blocks, 1, -1)) == [1, 4, 2]
    assert order(arranging.moved(blocks, 2, 1)) == [1, 4, 2]
    assert order(arranging.moved(blocks, 9, 1)) == [1, 4, 2]
    assert order(arranging.without(blocks, 4)) == [1, 2]
    assert arranging.put(blocks, Text(4, "new"))[1].html == "new"
    assert arranging.next_number(blocks) == 5
    assert arranging.next_number([]) == 1


def letter_about(article, *more):
    weekly = make_list("week")
    make_readers(weekly, 1)
    blocks = [Lead(1, tuple(taking.taken([article.id]))), Text(2, "<p>Good morning.</p>"), *more]
    made = drafting.draft_of(weekly, "The first orchard", blocks)
    db.session.commit()
    return made.id


def test_a_story_is_taken_with_its_words_its_address_and_its_picture():
    article = make_article("The Orchard", slug="the-orchard")
    article.image = Image(key="b" * 32, width=1600, height=1000, formats="avif webp jpeg", alt="A")
    db.session.commit()
    (story,) = taking.taken([article.id])
    assert story.url.startswith("https://paper.example/20")
    assert story.url.endswith("/the-orchard/")
    assert story.section == article.section.name
    assert story.picture.src == f"https://paper.example/pictures/{'b' * 32}/1600.jpg"
    assert story.picture.thumb == f"https://paper.example/pictures/{'b' * 32}/400.jpg"
    assert story.picture.alt == "A"


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.SCHEDULED])
def test_a_story_corrected_before_the_launch_is_right_and_after_it_stays_as_it_was(state):
    article = make_article("The Orchrd")
    number = letter_about(article)
    campaign(number).state = state
    db.session.commit()
    correct(article.id, headline="The Orchard")
    launch(number)
    sent = campaign(number)
    assert "The Orchard" in sent.body
    assert "Orchrd" not in sent.body + sent.text
    before = (sent.body, sent.text, sent.blocks)
    correct(article.id, headline="Another headline")
    sent = campaign(number)
    assert (sent.body, sent.text, sent.blocks) == before
    assert kinds.read(sent.blocks)[0].stories[0].headline == "The Orchard"


def correct(article_id, **columns):
    article = db.session.get_one(Article, article_id)
    for name, value in columns.items():
        setattr(article, name, value)
    db.session.commit()


def test_a_story_withdrawn_before_the_launch_is_left_out():
    article = make_article("The Orchard")
    number = letter_about(article)
    correct(article.id, state=ArticleState.WITHDRAWN)
    launch(number)
    assert campaign(number).body == "<p>Good morning.</p>"


def test_only_published_stories_are_taken_in_the_order_asked_for_with_one_question(queries):
    ids = [make_article(str(n)).id for n in range(5)]
    draft = make_article("draft", state=ArticleState.DRAFT, published_at=None).id
    db.session.commit()
    with queries() as asked:
        found = taking.taken([*reversed(ids), draft])
        taking.refreshed([Lead(1, tuple(found[:1])), StoryList(2, "", stories=tuple(found))])
    assert [one.id for one in found] == list(reversed(ids))
    assert len(asked) == 2


def test_a_text_is_cleaned_whatever_block_it_stands_in():
    weekly = make_list("week")
    made = drafting.draft_of(weekly, "A", [Text(1, "<p onclick=x()>Hi</p><script>x()</script>")])
    assert made.body == "<p>Hi</p>"
    assert kinds.read(made.blocks)[0].html == "<p>Hi</p>"


def test_words_are_escaped_in_every_block():
    hostile = '"><script>x()</script>'
    blocks = [
        Button(1, hostile, "https://x.example/"),
        StoryList(2, hostile, stories=EVERY[2].stories),
    ]
    assert "<script" not in rendering.html_of(blocks)
