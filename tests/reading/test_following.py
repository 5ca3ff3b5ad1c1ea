"""Following: begin, end, look through."""

import pytest
from sqlalchemy import func, select

from tests.accounts.steps import READER, sign_in
from tests.makers import PASSWORD, make_account, make_section
from tests.reading.steps import PAGES, SCRIPT
from webapp.extensions import db
from webapp.reading import following
from webapp.reading.models import Follow


def followed(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Follow))


@pytest.mark.parametrize("kind", PAGES)
def test_a_reader_follows_and_stops_with_the_button_of_the_page(browser, app, followable, kind):
    sign_in(browser)
    browser.open(PAGES[kind])
    page = browser.press_switch(f"follow-{kind}-1")
    assert page.path == PAGES[kind]
    assert "You follow" in page.text
    assert followed(app) == 1
    browser.client.post(f"/account/following/{kind}/1/remove/", headers=SCRIPT)
    assert followed(app) == 0


def test_following_twice_and_ending_twice_change_nothing(browser, app, followable):
    sign_in(browser)
    for end, count in (("", 1), ("remove/", 0)):
        for _ in range(2):
            answer = browser.client.post(f"/account/following/topic/1/{end}", headers=SCRIPT)
            assert answer.json == {"following": bool(count)}
            assert followed(app) == count


def test_what_is_followed_is_known_in_one_question(app, filled, followable, queries):
    with filled():
        for kind in PAGES:
            following.follow(1, kind, 1)
        other = make_account()
        following.follow(other.id, "topic", 1)
    with app.app_context(), queries() as asked:
        assert following.followed_by(1) == {("section", 1), ("topic", 1), ("author", 1)}
    assert len(asked) == 1


def test_a_wish_to_follow_is_fulfilled_by_signing_in(browser, app, followable):
    browser.open(PAGES["topic"])
    page = browser.press_switch("follow-topic-1")
    assert page.path == "/account/sign-in/"
    page = browser.press("Sign in", email=READER, password=PASSWORD)
    assert page.path == PAGES["topic"]
    assert "You follow Rivers now" in page.text
    assert followed(app) == 1


@pytest.mark.parametrize("path", ["topic/99/", "planet/1/", "topic/x/", "section/99999999999/"])
def test_what_is_not_there_cannot_be_followed(browser, app, followable, path):
    sign_in(browser)
    answer = browser.client.post(f"/account/following/{path}", headers=SCRIPT)
    assert answer.status_code == 404
    assert followed(app) == 0


def test_another_site_cannot_follow_in_a_readers_name(browser, app, followable):
    sign_in(browser)
    answer = browser.client.post(
        "/account/following/topic/1/", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert followed(app) == 0


def test_losing_the_race_to_follow_is_no_error(app, browser, followable, overtaken):
    sign_in(browser)
    answer = overtaken(
        lambda: db.session.add(Follow(account_id=1, section_id=1)),
        lambda: browser.client.post("/account/following/section/1/", headers=SCRIPT),
    )
    assert answer.status_code == 200
    assert followed(app) == 1


@pytest.fixture
def much(filled, followable):
    """The reader follows as much as one can."""
    with filled():
        sections = [make_section(slug=f"section-{n}") for n in range(following.MOST)]
        db.session.add_all(Follow(account_id=1, section_id=one.id) for one in sections)


def test_one_reader_follows_no_more_than_a_page_can_gather(browser, app, much):
    sign_in(browser)
    answer = browser.client.post("/account/following/topic/1/", headers=SCRIPT)
    assert answer.status_code == 422
    assert followed(app) == following.MOST


def test_a_wish_that_cannot_be_fulfilled_keeps_nobody_from_signing_in(browser, app, much):
    browser.open(PAGES["topic"])
    browser.press_switch("follow-topic-1")
    page = browser.press("Sign in", email=READER, password=PASSWORD)
    assert page.path == PAGES["topic"]
    assert f"can follow {following.MOST} things" in page.text
    assert followed(app) == following.MOST


def test_a_story_offers_to_follow_its_section_author_and_topics(browser, filled, followable):
    with filled():
        following.follow(1, "topic", 1)
    sign_in(browser)
    page = browser.open("/").one(".headline a")["href"]
    page = browser.open(page)
    pressed = {kind: page.switch(f"follow-{kind}-1")["aria-pressed"] for kind in PAGES}
    assert pressed == {"section": "false", "author": "false", "topic": "true"}
    page = browser.press_switch("follow-author-1")
    assert page.switch("follow-author-1")["aria-pressed"] == "true"


def test_all_that_is_followed_stands_on_one_page_and_ends_there(browser, app, followable):
    sign_in(browser)
    assert "You follow nothing yet" in browser.open("/account/following/").text
    for kind in PAGES:
        browser.client.post(f"/account/following/{kind}/1/", headers=SCRIPT)
    page = browser.open("/account/following/")
    assert [tag["href"] for tag in page.all(".rows__name")] == list(reversed(PAGES.values()))
    page = browser.press_switch("follow-author-1")
    assert len(page.all(".rows__name")) == 2
    assert followed(app) == 2
