"""What tests of the paper need besides the app."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import request, request_started

from tests.accounts.steps import READER, sign_in
from tests.makers import make_account, make_article, make_author, make_list, make_section
from tests.reading.steps import DAY, NOON
from webapp import clock
from webapp.extensions import db
from webapp.reading import publishing, shelving, tagging
from webapp.reading.furnishing import furnish
from webapp.reading.models import SavedStory, Section


@pytest.fixture
def furnished(filled):
    """A paper with the sections and pages of the model."""
    with filled():
        furnish()


@pytest.fixture
def nation(filled):
    """The id of a section with a strip and a place in the bar."""
    with filled():
        return make_section(bar_position=1, strip_position=1).id


@pytest.fixture
def paper(filled, furnished):
    """A furnished paper with one story, at /2026/03/river/."""
    with filled():
        nation = db.session.query(Section).filter_by(slug="nation").one()
        when = dt.datetime(2026, 3, 5, 4, 30, tzinfo=dt.UTC)
        story = make_article("The river", slug="river", section=nation, published_at=when)
        tagging.tag(story, ["Rivers"])
        publishing.publish(story, when)
        make_list()


@pytest.fixture
def client(app):
    """A visitor’s program that keeps no cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def rendered(app):
    """The paths that Flask was asked for."""
    paths = []

    def note(_app, **_rest):
        paths.append(request.full_path.rstrip("?"))

    with request_started.connected_to(note, app):
        yield paths


@pytest.fixture
def overtaken(app):
    """``overtaken(write, ask)``: what ``ask`` answers when ``write`` is committed before it."""

    def race(write, ask):
        with app.app_context(), ThreadPoolExecutor(1) as threads:
            write()
            db.session.flush()
            late = threads.submit(ask)
            time.sleep(0.5)  # for it to wait at the lock that the first one holds
            db.session.commit()
            return late.result(timeout=20)

    return race


@pytest.fixture
def followable(filled):
    """A reader, and today’s story of section 1 and author 1 on topic 1."""
    with filled():
        make_account(READER)
        story = make_article(
            "Wild Apples",
            section=make_section(),
            author=make_author("dana", "Dana Serikova"),
            published_at=clock.now() - dt.timedelta(minutes=1),
        )
        tagging.tag(story, ["Rivers"])


@pytest.fixture
def shelved(browser, filled):
    """A signed-in reader who keeps stories 1 to 3, a day apart, and a folder with the first."""
    with filled():
        make_account(READER)
        section = make_section()
        folder = shelving.make(1, "Journeys")
        for number, name in enumerate(("Wild Apples", "Salt Lake", "Beetles"), start=1):
            day = NOON - dt.timedelta(days=number)
            story = make_article(name, slug=f"s{number}", section=section, published_at=day)
            saved = SavedStory(account_id=1, article_id=story.id, saved_at=NOON + number * DAY)
            db.session.add(saved)
            if number == 1:
                saved.folder_id, saved.note = folder.id, "For the train."
    sign_in(browser)
    return browser
