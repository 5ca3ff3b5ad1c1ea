"""For you: the newest stories of what a reader follows."""

import datetime as dt

from tests.accounts.steps import sign_in
from tests.makers import make_account, make_article
from tests.reading.steps import PAGES, SCRIPT
from webapp import clock
from webapp.extensions import db
from webapp.reading import following, tagging
from webapp.reading.models import ArticleState, Section


def stood(page):
    return [tag.get_text(strip=True) for tag in page.all(".for-you .headline")]


def test_for_you_has_each_story_once_newest_first_with_its_reasons(browser, filled, followable):
    now = clock.now()
    with filled():
        nation = db.session.get(Section, 1)
        for days, name, section in (
            (1, "Newest", nation),
            (2, "Elsewhere", None),
            (3, "Old", nation),
        ):
            at = now - dt.timedelta(days=days)
            make_article(name, section=section, published_at=at)
        on_topic = make_article("By the river", published_at=now - dt.timedelta(days=4))
        tagging.tag(on_topic, ["Rivers"])
        make_article("A draft", section=nation, state=ArticleState.DRAFT)
        for kind in PAGES:
            following.follow(1, kind, 1)
    sign_in(browser)
    page = browser.open("/account/for-you/")
    assert stood(page) == ["Wild Apples", "Newest", "Old", "By the river"]
    reasons = [
        [tag.get_text() for tag in story.select(".for-you__reason")]
        for story in page.all(".listed")
    ]
    assert reasons[0] == ["Topic: Rivers", "Author: Dana Serikova", "Section: Nation"]
    assert reasons[3] == ["Topic: Rivers"]


def test_who_follows_nothing_sees_everything_and_is_told_how_to_follow(browser, filled, followable):
    with filled():
        make_article("Elsewhere")
    sign_in(browser)
    page = browser.open("/account/for-you/")
    assert set(stood(page)) == {"Wild Apples", "Elsewhere"}
    assert "Nothing is hidden. You follow nothing yet" in page.text


def test_for_you_goes_on_page_by_page_without_losing_or_repeating(browser, filled, followable):
    now = clock.now()
    with filled():
        for number in range(44):
            at = now - dt.timedelta(days=9, minutes=number // 2)  # two at every moment
            tagging.tag(make_article(f"S{number}", published_at=at), ["Rivers"])
        following.follow(1, "topic", 1)
    sign_in(browser)
    found = []
    page = browser.open("/account/for-you/")
    while True:
        found += stood(page)
        if not page.all("[rel=next]"):
            break
        page = browser.open(page.one("[rel=next]")["href"])
    assert len(found) == len(set(found)) == 45
    assert page.path == "/account/for-you/"
    for number in ("4", "51", "0", "x"):
        browser.open(f"/account/for-you/?page={number}", status=404)


def test_switches_on_for_you_are_on_for_what_is_saved(browser, app, followable):
    sign_in(browser)
    browser.open("/account/for-you/")
    page = browser.press_switch("save-1")
    assert page.path == "/account/for-you/"
    assert page.switch("save-1")["aria-pressed"] == "true"


def test_what_one_follows_is_only_ones_own_and_needs_an_account(browser, filled, followable):
    with filled():
        other_id = make_account("other@example.com").id
        following.follow(other_id, "topic", 1)
    for path in ("/account/following/", "/account/for-you/"):
        assert browser.open(path).path == "/account/sign-in/"
    sign_in(browser)
    assert "Rivers" not in browser.open("/account/following/").one(".account__page").get_text()
    browser.client.post("/account/following/topic/1/remove/", headers=SCRIPT)
    with filled():
        assert following.followed_by(other_id) == {("topic", 1)}


def test_pages_of_following_ask_a_bounded_number_of_questions(browser, filled, queries, followable):
    with filled():
        for _ in range(22):
            story = make_article("Another")
            tagging.tag(story, ["Rivers", f"Topic {story.id}"])
            following.follow(1, "section", story.section_id)
            following.follow(1, "author", story.author_id)
    sign_in(browser)
    for path in ("/account/following/", "/account/for-you/"):
        with queries() as asked:
            browser.client.get(path)
        assert len(asked) <= 8, asked
