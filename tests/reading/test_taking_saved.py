"""What a browser kept before its reader signed in moves into the account, once."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.accounts.steps import READER, sign_in
from tests.makers import make_account, make_article
from webapp import clock
from webapp.extensions import db
from webapp.reading.models import ArticleState, SavedStory

SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
TAKE = "/account/saved/take/"


@pytest.fixture
def reader(browser, filled):
    """A signed-in reader; stories 1 and 2 are published, 3 is a draft."""
    with filled():
        make_account(READER)
        make_article("Wild Apples")
        make_article("Salt Lake")
        make_article("A draft", state=ArticleState.DRAFT)
    sign_in(browser)
    return browser.client


def take(client, *stories, **options):
    return client.post(TAKE, json={"stories": list(stories)}, headers=SCRIPT, **options)


def saved(app):
    with app.app_context():
        rows = db.session.scalars(select(SavedStory).order_by(SavedStory.article_id)).all()
        return {row.article_id: row.saved_at for row in rows}


def test_stories_move_with_their_times_and_again_changes_nothing(reader, app):
    then = clock.now().replace(microsecond=0) - dt.timedelta(days=3)
    told = [{"id": 1, "at": then.isoformat()}, {"id": 2, "at": then.isoformat()}]
    assert take(reader, *told).json == {"taken": 2}
    assert saved(app) == {1: then, 2: then}
    assert take(reader, *told).json == {"taken": 0}
    assert saved(app) == {1: then, 2: then}


@pytest.mark.parametrize(
    "at", ["", "x", None, 5, "2099-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-01-01"]
)
def test_a_time_that_cannot_be_is_now(reader, app, at):
    before = clock.now()
    assert take(reader, {"id": 1, "at": at}).json == {"taken": 1}
    assert before <= saved(app)[1] <= clock.now()


def test_a_story_saved_in_another_tab_meanwhile_is_left_as_it_is(reader, app, overtaken):
    answer = overtaken(
        lambda: db.session.add(SavedStory(account_id=1, article_id=1, note="Mine.")),
        lambda: take(reader, {"id": 1}, {"id": 2}),
    )
    assert answer.json == {"taken": 1}
    with app.app_context():
        assert sorted(db.session.scalars(select(SavedStory.note))) == ["", "Mine."]


def test_what_was_let_go_before_comes_back(reader, app):
    take(reader, {"id": 1})
    before = saved(app)
    reader.post("/account/saved/1/remove/", headers=SCRIPT)
    assert take(reader, {"id": 1}).json == {"taken": 1}
    assert saved(app) == before
    assert "Wild Apples" in reader.get("/account/saved/").text


def test_drafts_and_what_is_not_there_are_left_out(reader, app):
    assert take(reader, {"id": 3}, {"id": 99}, {"id": 1}).json == {"taken": 1}
    assert set(saved(app)) == {1}


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"stories": "x"},
        {"stories": [1]},
        {"stories": [{"id": "1"}]},
        {"stories": [{"id": True}]},
        {"stories": [{"id": 2**31}]},
        {"stories": [{"id": 0}]},
        {"stories": [{"id": 1}] * 501},
    ],
)
def test_what_no_script_of_ours_says_is_refused(reader, app, said):
    assert reader.post(TAKE, json=said, headers=SCRIPT).status_code == 422
    assert not saved(app)


def test_another_site_and_a_stranger_move_nothing(reader, app):
    answer = reader.post(
        TAKE, json={"stories": [{"id": 1}]}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    stranger = app.test_client()
    assert take(stranger, {"id": 1}).status_code == 302
    assert not saved(app)
