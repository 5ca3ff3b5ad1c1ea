"""Publishing while readers read: two real web processes, readers signed in and not, one desk."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, takewhile

import pytest

from tests.accounts.steps import sign_in
from tests.bench.server import wait_for
from tests.browser import Browser
from tests.journeys.site import free_port
from tests.makers import make_account, make_article, make_section
from webapp import clock
from webapp.extensions import db
from webapp.reading import publishing, saving
from webapp.reading.models import Article

READERS = 4
STRANGERS = 6
STORIES = 6
EDITIONS = 5
PROCESSES = 2
RATE = 200  # requests a second, at least, while the desk publishes
SECTION = "/category/nation/"  # which only strangers open here, so that its renderings are counted
PRESSED = re.compile(r'data-switch="(save-\d+)" aria-pressed="true"')
VERSION = re.compile(r"Story \d, version (\d+)")


@pytest.fixture
def paper(filled):
    """Stories of version 0, and readers of whom each saved one story of their own."""
    with filled():
        section = make_section()
        stories = [
            make_article(f"Story {n}, version 0", slug=f"story-{n}", section=section)
            for n in range(STORIES)
        ]
        for number in range(READERS):
            saving.save(make_account(f"reader{number}@example.com").id, stories[number])
        return {f"story-{n}": address(story) for n, story in enumerate(stories)}


def address(story):
    day = clock.in_zone(story.published_at, "Asia/Almaty")
    return f"/{day:%Y/%m}/{story.slug}/"


@pytest.fixture
def cookies(app, paper):
    """What each reader’s browser sends."""
    found = []
    for number in range(READERS):
        browser = Browser(app)
        sign_in(browser, f"reader{number}@example.com")
        found.append(f"masthead={browser.client.get_cookie('masthead').value}")
    return found


@pytest.fixture
def site(app, paper, tmp_path):
    """The port of the running site, and the file of its log."""
    port, log = free_port(), tmp_path / "web.log"
    environment = os.environ | {
        "MASTHEAD_INSTANCE": str(tmp_path / "instance"),
        "MASTHEAD_DATABASE_URL": app.config["DATABASE_URL"],
        "MASTHEAD_SECRET_KEY": app.config["SECRET_KEY"],
    }
    command = [sys.executable, "-m", "webapp", "web", "--port", str(port)]
    command += ["--workers", str(PROCESSES)]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdout=errors, stderr=errors)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield port, log
    finally:
        process.terminate()
        process.wait(30)


def visit(port, paths, headers, until):
    """Ask for the paths in turn until the event: every path with its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answers = []
    for path in takewhile(lambda _: not until.is_set(), cycle(paths)):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        answers.append((path, response.status, response.headers, response.read().decode()))
    connection.close()
    return answers


def publish(filled, version):
    """Correct every story in one transaction."""
    with filled():
        for story in db.session.query(Article):
            headline = VERSION.sub(f"Story {story.slug[-1]}, version {version}", story.headline)
            publishing.edit(story, clock.now(), headline=headline)


def test_nobody_sees_half_an_edition_or_anothers_page(paper, cookies, site, filled):
    port, log = site
    over, began = threading.Event(), time.monotonic()
    paths = ["/", "/all-stories/", *paper.values()]
    with ThreadPoolExecutor(READERS + STRANGERS) as threads:
        readers = [threads.submit(visit, port, paths, {"Cookie": c}, over) for c in cookies]
        strangers = [
            threads.submit(visit, port, [*paths, SECTION], {}, over) for _ in range(STRANGERS)
        ]
        for version in range(1, EDITIONS + 1):
            time.sleep(0.5)
            publish(filled, version)
        time.sleep(2)
        final = visit_once(port, [*paths, SECTION])
        seconds = time.monotonic() - began
        over.set()
        seen_by_readers = [one.result() for one in readers]
        seen_by_strangers = [answer for one in strangers for answer in one.result()]

    for path, status, headers, page in seen_by_strangers:
        assert status == 200
        assert_anonymous(headers, page)
        assert_whole(path, page)
    for number, seen in enumerate(seen_by_readers):
        assert len(seen) > len(paths)
        for path, status, headers, page in seen:
            assert status == 200
            assert headers["Cache-Control"] == "private, no-cache"
            assert "My account" in page
            on = set(PRESSED.findall(page))
            own = f"save-{number + 1}"  # of a new database, whose rows are numbered from 1
            assert on <= {own}, f"reader {number} at {path}"
            assert on or path != paper[f"story-{number}"], f"reader {number} at {path}"
    for page in final:
        assert set(VERSION.findall(page)) == {str(EDITIONS)}
    answers = len(seen_by_strangers) + sum(len(seen) for seen in seen_by_readers)
    assert answers / seconds >= RATE
    assert_rendered_once(log, len(seen_by_strangers))


def visit_once(port, paths):
    """Every path, often enough to meet both processes."""
    pages = []
    for path in paths * 4:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        pages.append(connection.getresponse().read().decode())
        connection.close()
    return pages


def assert_anonymous(headers, page):
    assert "Set-Cookie" not in headers
    assert "csrf_token" not in page
    assert "My account" not in page
    assert "Sign in" in page


def assert_whole(path, page):
    """A list shows the stories of one version only."""
    versions = set(VERSION.findall(page))
    assert len(versions) == 1, f"{path} mixes versions {versions}"


def assert_rendered_once(log, answers):
    """Each process renders a page for strangers at most once an edition."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["event"] == "request"]
    of_section = [line for line in asked if line["route"] == "/category/<slug:slug>/"]
    rendered = [line for line in of_section if not line.get("ready")]
    assert len([line for line in asked if line.get("ready")]) > answers / 2
    assert 0 < len(rendered) <= PROCESSES * (EDITIONS + 1)
