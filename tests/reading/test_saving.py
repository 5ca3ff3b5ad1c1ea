import datetime as dt

import pytest
from sqlalchemy import func, select

from tests.accounts.steps import READER, sign_in
from tests.makers import PASSWORD, make_account, make_article, make_section
from webapp.extensions import db
from webapp.reading.models import Article, ArticleState, SavedStory

JSON = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
AUTUMN = dt.datetime(2026, 10, 30, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def story(filled):
    """A published story's id and path, and a reader with an account."""
    with filled():
        make_account(READER)
        article = make_article("Wild Apples", slug="wild-apples", published_at=AUTUMN)
        return article.id, "/2026/10/wild-apples/"


def kept(app):
    with app.app_context():
        kept = select(func.count()).where(SavedStory.removed_at.is_(None))
        return db.session.scalar(kept)


def token_on(page):
    return page.token


def test_a_reader_saves_and_lets_go_with_the_button_of_the_story(browser, app, story):
    sign_in(browser)
    browser.open(story[1])
    page = browser.press_switch(f"save-{story[0]}")
    assert page.path == story[1]
    assert "Saved “Wild Apples”" in page.text
    assert page.switch(f"save-{story[0]}")["aria-pressed"] == "true"
    assert kept(app) == 1
    page = browser.press_switch(f"save-{story[0]}")
    assert page.switch(f"save-{story[0]}")["aria-pressed"] == "false"
    assert kept(app) == 0


def test_saving_twice_and_letting_go_twice_change_nothing(browser, app, story):
    sign_in(browser)
    for path, count in (
        (f"/account/saved/{story[0]}/", 1),
        (f"/account/saved/{story[0]}/remove/", 0),
    ):
        for _ in range(2):
            answer = browser.client.post(path, headers=JSON)
            assert answer.status_code == 200
            assert answer.json == {"saved": bool(count)}
            assert kept(app) == count


def test_a_script_gets_json_and_a_browser_a_page(browser, story):
    sign_in(browser)
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}
    answer = browser.client.post(f"/account/saved/{story[0]}/", headers=html)
    assert (answer.status_code, answer.headers["Location"]) == (302, story[1])


def test_what_is_pressed_without_an_account_is_done_by_signing_in(browser, app, story):
    browser.open(story[1])
    page = browser.press_switch(f"save-{story[0]}")
    assert page.path == "/account/sign-in/"
    assert kept(app) == 0
    back = browser.press("Sign in", email=READER, password=PASSWORD)
    assert back.path == story[1]
    assert "Saved “Wild Apples”" in back.text
    assert kept(app) == 1


def test_a_wrong_password_fulfils_no_wish_and_the_next_try_does(browser, app, story):
    browser.open(story[1])
    browser.press_switch(f"save-{story[0]}")
    browser.press("Sign in", email=READER, password="wrong", status=422)
    assert kept(app) == 0
    browser.press("Sign in", email=READER, password=PASSWORD)
    assert kept(app) == 1


def test_a_save_by_somebody_signed_out_meanwhile_asks_to_sign_in(browser, app, story):
    token = token_on(browser.open("/account/sign-in/"))
    path = f"/account/saved/{story[0]}/"
    answer = browser.client.post(path, data={"csrf_token": token}, headers=JSON)
    assert answer.status_code == 401
    assert answer.json["sign_in"].startswith("/account/sign-in/?next=/2026/10/wild-apples/")
    response = browser.client.post(path, data={"csrf_token": token}, follow_redirects=True)
    assert "Sign in first" in response.get_data(as_text=True)
    assert kept(app) == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_save_in_a_readers_name(browser, app, story, site):
    sign_in(browser)
    for end in ("", "remove/"):
        path = f"/account/saved/{story[0]}/{end}"
        answer = browser.client.post(path, headers=JSON | {"Sec-Fetch-Site": site})
        assert answer.status_code == 400
    assert kept(app) == 0


def test_a_wrong_token_saves_nothing(browser, app, story):
    sign_in(browser)
    answer = browser.client.post(
        f"/account/saved/{story[0]}/", data={"csrf_token": "x"}, headers=JSON
    )
    assert answer.status_code == 400
    assert kept(app) == 0


@pytest.mark.parametrize("number", ["999999", "99999999999999999999", "x", "-1"])
def test_a_story_that_is_not_there_cannot_be_saved(browser, story, number):
    sign_in(browser)
    answer = browser.client.post(f"/account/saved/{number}/", headers=JSON)
    assert answer.status_code in {404, 405}


def test_saved_stories_stand_by_month_last_saved_first(browser, filled, story):
    with filled():
        reader = db.session.scalars(select(SavedStory.account_id)).first() or 1
        section = make_section()
        for days, name in ((0, "Newest"), (1, "Older"), (32, "Last month")):
            article = make_article(name, section=section)
            at = dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC) - dt.timedelta(days=days)
            db.session.add(SavedStory(account_id=reader, article_id=article.id, saved_at=at))
        make_article("Not saved", section=section)
    sign_in(browser)
    page = browser.open("/account/saved/")
    assert page.title == "My saved stories"
    assert [h.get_text(strip=True) for h in page.all("h2.month")] == [
        "November 2026",
        "October 2026",
    ]
    assert [h.get_text(strip=True) for h in page.all(".listed .headline")] == [
        "Newest",
        "Older",
        "Last month",
    ]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_story_is_let_go_on_the_page_of_saved_stories(browser, app, filled, story):
    with filled():
        db.session.add(SavedStory(account_id=1, article_id=story[0]))
    sign_in(browser)
    page = browser.open("/account/saved/")
    page = browser.press_switch(f"save-{story[0]}")
    assert page.path == "/account/saved/"
    assert "Nothing saved yet" in page.text
    assert kept(app) == 0


def test_a_withdrawn_story_is_not_shown_among_the_saved(browser, filled, story):
    with filled():
        db.session.add(SavedStory(account_id=1, article_id=story[0]))
        db.session.get(Article, story[0]).state = ArticleState.WITHDRAWN
    sign_in(browser)
    assert "Wild Apples" not in browser.open("/account/saved/").text


def test_saved_stories_are_only_ones_own_and_need_an_account(browser, filled, story):
    with filled():
        other = make_account("other@example.com")
        db.session.add(SavedStory(account_id=other.id, article_id=story[0]))
    assert browser.open("/account/saved/").path == "/account/sign-in/"
    sign_in(browser)
    assert "Wild Apples" not in browser.open("/account/saved/").text


def test_losing_the_race_to_save_is_no_error(app, browser, story, overtaken):
    sign_in(browser)
    answer = overtaken(
        lambda: db.session.add(SavedStory(account_id=1, article_id=story[0])),
        lambda: browser.client.post(f"/account/saved/{story[0]}/", headers=JSON),
    )
    assert answer.status_code == 200
    assert kept(app) == 1


def test_a_readers_own_pages_ask_a_bounded_number_of_questions(
    browser, client, filled, queries, story
):
    with filled():
        for number in range(18):
            db.session.add(SavedStory(account_id=1, article_id=make_article(f"Story {number}").id))
    sign_in(browser)
    with queries() as for_everyone:
        client.get(story[1])
    with queries() as for_the_reader:
        browser.client.get(story[1])
    with queries() as for_the_saved:
        browser.client.get("/account/saved/")
    assert len(for_everyone) <= 8, for_everyone
    assert len(for_the_reader) == 1, for_the_reader
    assert len(for_the_saved) <= 8, for_the_saved
