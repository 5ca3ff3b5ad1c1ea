"""Readers who are signed in get the shared page, with their own doors and their switches on."""

import gzip

import brotli
import pytest
import time_machine

from tests.accounts.steps import READER, sign_in
from tests.browser import Browser
from tests.makers import make_account, make_article
from webapp import clock
from webapp.accounts.models import Account, AccountSession, Role
from webapp.extensions import db
from webapp.reading import saving
from webapp.reading.edition import personalising
from webapp.reading.edition.sharing import same_for_all
from webapp.reading.models import Article, Follow, Section

EVERY_SHARED = [
    "/",
    "/all-stories/",
    "/category/nation/",
    "/search/",
    "/about-us/",
    "/newsletters/",
]
DESK = "desk@example.com"


@pytest.fixture
def paper(app, filled, furnished):
    """A paper with two stories on a page of switches, a reader and an editor."""

    @same_for_all()
    def switches():
        stories = db.session.scalars(db.select(Article).order_by(Article.id)).all()
        keys = [("saved", f"save-{story.id}") for story in stories]
        keys += [("following/section", f"follow-section-{stories[0].section_id}")]
        return "<main>" + "".join(
            f'<button formaction="/account/{path}/{key.split("-")[-1]}/"'
            f' data-switch="{key}" aria-pressed="false">'
            for path, key in keys
        )

    app.add_url_rule("/switches/", view_func=switches)
    with filled():
        nation = db.session.query(Section).filter_by(slug="nation").one()
        for slug in ("river", "salt"):
            make_article(slug.title(), slug=slug, section=nation)
        make_account(READER)
        make_account(DESK, role=Role.EDITOR)


@pytest.fixture
def reader(app, paper):
    """The browser of a signed-in reader, with nothing left to be told."""
    browser = Browser(app, check=False)
    sign_in(browser)
    browser.open("/account/")
    return browser


def story(slug):
    return db.session.query(Article).filter_by(slug=slug).one()


def reader_id():
    return db.session.query(Account.id).filter_by(email=READER).scalar()


def pressed(answer):
    return answer.text.count('aria-pressed="true"')


@pytest.mark.parametrize("path", EVERY_SHARED)
def test_doors_are_the_readers_own_and_nothing_is_rendered_anew(app, reader, rendered, path):
    stranger = app.test_client().get(path)
    rendered.clear()
    own = reader.client.get(path)
    assert own.status_code == 200
    assert rendered == []
    assert "Sign in" in stranger.text
    assert "My account" not in stranger.text
    assert "My account" in own.text
    assert "Sign in" not in own.text
    assert "Newsroom" not in own.text
    assert own.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in own.headers


def test_staff_get_the_door_to_the_newsroom(app, paper):
    browser = Browser(app, check=False)
    sign_in(browser, DESK)
    browser.open("/account/")
    assert "Newsroom" in browser.client.get("/").text
    assert "Newsroom" not in app.test_client().get("/").text


def test_switches_are_on_for_who_saved_or_follows_and_for_nobody_else(
    app, reader, filled, rendered
):
    assert pressed(reader.client.get("/switches/")) == 0
    with filled():
        saving.save(reader_id(), story("salt"))
        db.session.add(Follow(account_id=reader_id(), section_id=story("salt").section_id))
        number = story("salt").id
    rendered.clear()
    own = reader.client.get("/switches/")
    assert pressed(own) == 2
    on = f'formaction="/account/saved/{number}/remove/" data-switch="save-{number}"'
    assert f'{on} aria-pressed="true"' in own.text
    assert 'formaction="/account/following/section/' in own.text
    assert pressed(app.test_client().get("/switches/")) == 0
    assert rendered == []


@pytest.mark.parametrize(
    ("accepted", "decode"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)],
)
def test_an_own_page_comes_in_every_encoding_and_is_answered_with_304(
    reader, filled, accepted, decode
):
    wish = {"Accept-Encoding": accepted}
    before = reader.client.get("/switches/", headers=wish)
    with filled():
        saving.save(reader_id(), story("river"))
    known = {"If-None-Match": before.headers["ETag"]}
    after = reader.client.get("/switches/", headers=wish | known)
    assert after.status_code == 200
    assert b'aria-pressed="true"' in decode(after.data)
    assert int(after.headers["Content-Length"]) == len(after.data)
    again = reader.client.get("/switches/", headers=wish | {"If-None-Match": after.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_signing_in_changes_the_page_whatever_date_the_browser_names(app, reader):
    stranger = app.test_client().get("/")
    since = {"If-Modified-Since": stranger.headers["Last-Modified"]}
    own = reader.client.get("/", headers=since)
    assert own.status_code == 200
    assert "Last-Modified" not in own.headers


def test_an_ended_session_opens_no_door(app, reader, filled):
    with filled():
        db.session.query(AccountSession).one().end()
    assert "Sign in" in reader.client.get("/").text


def test_a_disabled_account_opens_no_door(app, reader, filled):
    with filled():
        db.session.query(Account).filter_by(email=READER).one().disabled_at = clock.now()
    assert "Sign in" in reader.client.get("/").text


@pytest.mark.parametrize("cookie", ["masthead=", "masthead=forged.by.someone", "xmasthead=1"])
def test_a_forged_cookie_gets_what_strangers_get(app, paper, cookie):
    answer = app.test_client(use_cookies=False).get("/", headers={"Cookie": cookie})
    assert answer.status_code == 200
    assert "Sign in" in answer.text


def test_what_waits_to_be_said_is_said_with_the_switches_on(reader, filled, rendered):
    with filled():
        saving.save(reader_id(), story("river"))
    reader.client.get("/switches/")
    rendered.clear()
    with reader.client.session_transaction() as session:
        session["_flashes"] = [("done", "Well done.")]
    own = reader.client.get("/switches/")
    assert rendered == ["/switches/"]
    assert pressed(own) == 1
    with reader.client.session_transaction() as session:
        session["_flashes"] = [("done", "Well done.")]
    assert "Well done." in reader.client.get("/").text
    assert "Well done." not in reader.client.get("/").text


def test_the_time_of_last_use_is_still_kept(reader, filled):
    with time_machine.travel(clock.now() + clock.dt.timedelta(hours=1), tick=False):
        now = clock.now()
        assert "My account" in reader.client.get("/").text
        with filled():
            assert db.session.query(AccountSession).one().last_used_at == now


def test_an_own_page_asks_the_database_little(reader, filled, queries):
    for slug in ("river", "salt"):
        with filled():
            saving.save(reader_id(), story(slug))
    reader.client.get("/switches/")
    with queries() as asked:
        assert pressed(reader.client.get("/switches/")) == 2
    assert len(asked) <= 2, asked


def test_every_part_of_its_own_stands_once_on_a_page(app, paper):
    page = app.test_client().get("/").data
    doors = personalising.Personal(app, None).doors(personalising.Kind.ANYONE)
    assert [page.count(part) for part in doors] == [1] * len(personalising.PARTS)
