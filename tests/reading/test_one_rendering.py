"""However many ask at once, a page is rendered once per edition, and nobody waits without need."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import before_render_template, request, request_started

from tests.makers import make_article, make_section
from webapp import clock, create_app
from webapp.extensions import db
from webapp.reading import publishing
from webapp.reading.edition import watching
from webapp.reading.edition.serving import LAYER
from webapp.reading.models import Article, Section

LIST = "/category/nation/"
CROWD = 200
PATIENCE = 30


@pytest.fixture
def paper(filled):
    with filled():
        make_article("The river", slug="river", section=make_section())


@pytest.fixture
def correct(filled):
    """Give the story another headline."""

    def change(headline):
        with filled():
            story = db.session.query(Article).filter_by(slug="river").one()
            publishing.edit(story, clock.now(), headline=headline)

    return change


@contextmanager
def counted(app):
    """The paths Flask is asked for."""
    paths = []

    def note(_app, **_rest):
        paths.append(request.path)

    with request_started.connected_to(note, app):
        yield paths


@contextmanager
def held(app):
    """Hold every rendering: yields what tells that one began, and what lets them all go on."""
    began, may_go_on = threading.Event(), threading.Event()

    def hold(_app, **_rest):
        began.set()
        assert may_go_on.wait(PATIENCE)

    with before_render_template.connected_to(hold, app):
        try:
            yield began, may_go_on
        finally:
            may_go_on.set()


def ask(app, path=LIST):
    return app.test_client(use_cookies=False).get(path)


def together(work, times):
    """Do something so many times at once."""
    barrier = threading.Barrier(times)

    def one(_number):
        barrier.wait(PATIENCE)
        return work()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def test_two_hundred_who_ask_at_once_share_one_rendering(app, paper, correct):
    with counted(app) as paths:
        for number, headline in enumerate(["The river", "The river rises", "The river falls"]):
            correct(headline)
            answers = together(lambda: ask(app), CROWD)
            assert {answer.status_code for answer in answers} == {200}
            assert paths == [LIST] * (number + 1)
            fresh = [answer for answer in answers if headline in answer.text]
            assert fresh
            assert headline in ask(app).text


def test_a_crowd_before_an_empty_memory_waits_for_the_first(app, paper):
    with counted(app) as paths, held(app) as (began, may_go_on):
        threading.Timer(0.3, may_go_on.set).start()
        answers = together(lambda: ask(app).data, CROWD)
        assert began.is_set()
    assert len(set(answers)) == 1
    assert paths == [LIST]


def test_the_last_edition_is_given_while_the_next_is_rendered(app, paper, correct):
    assert "The river" in ask(app).text
    correct("A flood")
    with ThreadPoolExecutor(1) as threads, held(app) as (began, may_go_on):
        first = threads.submit(ask, app)
        assert began.wait(PATIENCE)
        meanwhile = time.monotonic()
        assert "The river" in ask(app).text
        assert time.monotonic() - meanwhile < watching.LAG
        may_go_on.set()
        assert "A flood" in first.result().text
    assert "A flood" in ask(app).text


def test_the_last_edition_is_not_given_for_longer_than_a_moment(app, paper, correct):
    ask(app)
    correct("A flood")
    with ThreadPoolExecutor(2) as threads, held(app) as (began, may_go_on):
        first = threads.submit(ask, app)
        assert began.wait(PATIENCE)
        time.sleep(watching.LAG)
        second = threads.submit(ask, app)
        time.sleep(0.1)
        assert not second.done()
        may_go_on.set()
        assert "A flood" in second.result().text
        assert "A flood" in first.result().text


def test_who_waited_for_a_rendering_that_failed_asks_anew(app, paper):
    app.testing = False
    broken = threading.Event()

    def break_once(_app, template, **_rest):
        if template.name == "reading/section.html" and not broken.is_set():
            broken.set()
            time.sleep(0.2)
            raise RuntimeError("on purpose")

    with before_render_template.connected_to(break_once, app):
        answers = together(lambda: ask(app).status_code, 8)
    assert sorted(answers) == [200] * 7 + [500]
    assert ask(app).status_code == 200


def test_a_page_shows_one_state_of_the_database(app, paper, filled):
    """Someone publishes between two questions of one rendering."""
    with filled():
        make_section("sports", "Sports")

    def publish(_app, template, **_rest):
        if template.name == "reading/section.html":
            with ThreadPoolExecutor(1) as threads:
                threads.submit(rename).result()

    def rename():
        with filled():
            for section in db.session.query(Section):
                section.name += " anew"

    with before_render_template.connected_to(publish, app):
        text = ask(app).text
    assert "Nation" in text, "asked for before"
    assert "Sports" in text, "asked for by the template, afterwards"
    assert "anew" not in text
    assert "Sports anew" in ask(app).text


def test_a_correction_reaches_another_process_within_two_seconds(
    app, paper, correct, settings, tmp_path
):
    other = create_app(tmp_path / "other", settings)
    try:
        for headline in ("The river rises", "The river falls", "The river freezes"):
            ask(other)
            correct(headline)
            began = time.monotonic()
            while headline not in ask(other).text:
                time.sleep(0.01)
            assert time.monotonic() - began < 2
        correct("The river thaws")
        time.sleep(watching.TRUSTED)
        assert "The river thaws" in ask(other).text, "the first question after a silence"
    finally:
        other.extensions[LAYER].rest()
        with other.app_context():
            db.engine.dispose()
