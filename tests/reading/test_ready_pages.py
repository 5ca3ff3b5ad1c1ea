"""Pages that are the same for all: rendered once per edition, then answered as ready bytes."""

import io
import json
import time

import pytest
import structlog
import time_machine
from flask import before_render_template, flash
from structlog.testing import capture_logs

from tests.accounts.steps import READER, sign_in
from tests.makers import make_account, make_article
from webapp import clock, create_app
from webapp.extensions import db
from webapp.reading import publishing
from webapp.reading.edition import watching
from webapp.reading.edition.serving import LAYER
from webapp.reading.edition.sharing import same_for_all
from webapp.reading.models import Article

MARCH = "2026-03-05T04:30:00+00:00"
STORY = "/2026/03/river/"
PAGES = ["/", "/all-stories/", "/category/nation/", "/editors-picks/", "/about-us/", "/feed/"]
PAGES += ["/2026/", "/2026/03/", "/tag/rivers/", "/tag/rivers/feed/atom/", "/search/feed/?q=river"]
PAGES += ["/category/nation/feed/", "/search/?q=river", "/search/", "/newsletters/", STORY]


def river():
    return db.session.query(Article).filter_by(slug="river").one()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_rendered_once_and_answered_alike(client, paper, rendered, path):
    first, second = client.get(path), client.get(path)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert rendered == [path]
    assert "Set-Cookie" not in first.headers
    assert b"csrf_token" not in first.data
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


@pytest.mark.parametrize("path", PAGES)
def test_a_ready_page_has_the_headers_and_the_body_of_a_rendered_one(
    client, paper, settings, tmp_path, path
):
    plain = create_app(tmp_path / "plain", settings | {"PAGE_MEMORY": 0})
    assert LAYER not in plain.extensions
    asked, ready = plain.test_client().get(path), [client.get(path) for _ in range(2)][1]
    with plain.app_context():
        db.engine.dispose()
    own = {"cache-control", "date", "etag", "last-modified", "vary", "x-request-id"}
    assert fixed(asked, own) == fixed(ready, own)
    assert asked.data == ready.data
    assert "Date" not in ready.headers, "it is the server’s, and of the moment"


def fixed(response, but):
    return {(n.lower(), v) for n, v in response.headers if n.lower() not in but}


def test_a_correction_shows_at_once_where_it_was_made(client, paper, filled):
    before = client.get(STORY)
    with filled():
        publishing.edit(river(), clock.now(), headline="The river rises")
    after = client.get(STORY, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "The river rises" in after.text


def test_a_withdrawn_story_is_gone_with_the_next_edition(client, paper, filled):
    assert "The river" in client.get(STORY).text
    assert "The river" in client.get("/").text
    with filled():
        publishing.withdraw(river(), clock.now())
    assert client.get(STORY).status_code == 410
    assert "The river" not in client.get("/").text


def test_who_is_signed_in_gets_pages_of_their_own_that_nobody_keeps(browser, client, paper, filled):
    with filled():
        make_account(READER)
    anonymous = client.get(STORY)
    sign_in(browser)
    page = browser.open(STORY)
    assert "My account" in page.text
    assert "Sign in" not in page.text
    assert page.response.headers["Cache-Control"] == "private, no-cache"
    assert client.get(STORY).data == anonymous.data
    assert "My account" not in anonymous.text


@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("", True),
        ("?page=1", True),
        ("?utm_source=letter&fbclid=x", True),
        ("?colour=blue", False),
        ("?page=1&page=1", False),
        ("?page=1&colour=blue", False),
    ],
)
def test_only_known_words_of_a_query_are_kept(client, paper, rendered, query, is_kept):
    for _ in range(2):
        assert client.get("/category/nation/" + query).status_code == 200
    assert len(rendered) == (1 if is_kept else 2)


def test_links_from_letters_share_the_page_without_their_marks(client, paper, rendered):
    client.get(STORY)
    client.get(STORY + "?utm_source=letter&utm_medium=mail")
    assert rendered == [STORY]


def test_a_search_in_wordpress_form_still_leads_on(client, paper):
    client.get("/")
    assert client.get("/?s=river").headers["Location"] == "/search/?q=river"


class TestFlood:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"PAGE_MEMORY": 1}

    def test_made_up_queries_cannot_fill_the_memory(self, app, client, paper, rendered):
        client.get("/")
        held = app.extensions[LAYER].held
        for number in range(12):
            client.get(f"/?{number}=x")
            client.get(f"/all-stories/?page={number + 2}")
            client.get(f"/2026/03/story-{number}/")
        assert app.extensions[LAYER].held == held

        for number in range(60):
            client.get(f"/search/?q=river+{number}")
        assert app.extensions[LAYER].held <= 1024 * 1024
        rendered.clear()
        client.get("/")
        assert rendered == [], "searches push out searches, not the front page"


def test_an_error_is_not_kept(app, client, paper):
    app.testing = False

    def break_down(_app, template, **_rest):
        if template.name == "reading/all_stories.html":
            raise RuntimeError("on purpose")

    with before_render_template.connected_to(break_down, app):
        assert client.get("/all-stories/").status_code == 500
    assert client.get("/all-stories/").status_code == 200


def test_a_page_that_flashes_or_sets_a_cookie_is_never_kept(app, client):
    @same_for_all()
    def wrongly_marked():
        flash(f"Hello, visitor {next(numbers)}.")
        return "page"

    numbers = iter(range(9))
    app.add_url_rule("/wrongly-marked/", view_func=wrongly_marked)
    with capture_logs() as told:
        cookies = {client.get("/wrongly-marked/").headers["Set-Cookie"] for _ in range(2)}
    assert len(cookies) == 2
    assert app.extensions[LAYER].held == 0
    assert [line["log_level"] for line in told if "the same for all" in line["event"]] == [
        "error"
    ] * 2


def test_a_page_says_nothing_of_who_had_it_rendered(client, paper):
    asked = {"Host": "127.0.0.1:5555", "User-Agent": "Someone", "Cookie": "theme=dark"}
    first = client.get("/", headers=asked)
    assert first.status_code == 200
    assert client.get("/").data == first.data
    assert b"127.0.0.1" not in first.data


def test_what_a_day_says_turns_at_the_papers_midnight(client, paper, filled, rendered):
    with time_machine.travel("2027-03-05T18:59:58Z", tick=False) as clocks:  # 23:59:58 in Almaty
        with filled():
            for _ in range(6):
                make_article(published_at=clock.now(), section=river().section)
        evening = client.get("/")
        assert "Friday, 5 March 2027" in evening.text
        assert ">23:59<" in evening.text
        assert client.get("/").data == evening.data

        clocks.move_to("2027-03-05T19:00:00Z")
        time.sleep(watching.EVERY)  # clocks that jump are noticed with the next question
        morning = client.get("/", headers={"If-None-Match": evening.headers["ETag"]})
        assert morning.status_code == 200
        assert "Saturday, 6 March 2027" in morning.text
        assert ">23:59<" not in morning.text
        assert ">Fri<" in morning.text
        since = {"If-Modified-Since": evening.headers["Last-Modified"]}
        assert client.get("/", headers=since).status_code == 200
    assert rendered == ["/", "/"]


def test_a_database_that_is_closed_is_not_asked_for_the_next_edition(app, client, paper):
    time.sleep(watching.TRUSTED)  # until then the process knows which it printed
    for _ in range(2):
        client.get("/")
    with app.app_context():
        db.engine.dispose()
        time.sleep(watching.TRUSTED)
        assert db.engine.pool.checkedin() == 0


class TestLog:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"LOG_LEVEL": "INFO", "TRUSTED_PROXIES": 1}

    def test_a_ready_answer_is_logged_like_any_other(self, app, client, paper):
        file = io.StringIO()
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file))
        client.get(STORY)
        asked = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
        answer = client.get(STORY, headers=asked)
        app.extensions[LAYER].rest()
        lines = [json.loads(line) for line in file.getvalue().splitlines()]
        rendering, ready = [line for line in lines if line["event"] == "request"][-2:]
        assert set(ready) == set(rendering) | {"ready"}
        assert ready["request_id"] == answer.headers["X-Request-ID"]
        assert ready["route"] == rendering["route"]
        assert (ready["network"], ready["status"]) == ("203.0.113.7", 200)
