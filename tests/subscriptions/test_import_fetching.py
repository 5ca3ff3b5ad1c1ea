"""Rows of an import are fetched before a step writes, and what changed since is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from sqlalchemy import event

from tests.campaigns.working import wait_for
from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import applying, figures, people, standings, work
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.importing import fetching, jobs, overlapping, stepping, turning
from webapp.subscriptions.importing.fetching import Fetched
from webapp.subscriptions.models import Ended


@pytest.fixture
def week(context, small_steps):
    """A list, and steps of ten rows."""
    made = make_list("the-week", "The Week")
    db.session.commit()
    return made


def test_the_next_rows_are_fetched_before_they_are_asked_for():
    asked = []

    def fetch(after):
        asked.append(after)
        return Fetched(after or 0, ())

    with ThreadPoolExecutor(1) as one_after_another:
        ahead = overlapping.Ahead(fetch, one_after_another)
        assert ahead.behind() == Fetched(0, ())
        wait_for(lambda: asked == [None, 0])
        assert ahead.behind(0) == Fetched(0, ())
        assert ahead.behind(20) == Fetched(20, ())  # another one was at it
    assert asked[:4] == [None, 0, 0, 20]


def test_they_are_fetched_while_the_step_before_them_is_written(app, week, elsewhere):
    one = applying(people(25), week)
    import_id = one.id
    first = stepping.begin(import_id, fetching.fetch(import_id))
    fetch = partial(overlapping.fetch_beside, app, import_id)
    second = elsewhere.submit(fetch, first.rows.last).result(timeout=20)
    assert [row.line.number for row in second.compared] == list(range(11, 21))
    assert {row.verdict for row in second.compared} == {"new"}
    stepping.finish(first)
    db.session.commit()
    work(one)
    assert (one.state, one.did.rows, len(standings(week))) == ("done", 25, 25)


def test_who_left_since_the_rows_were_fetched_stays_out(week):
    elsewhere = make_subscription(
        make_list("the-day", "The Day"), make_subscriber("r00003@example.org")
    )
    db.session.commit()
    one = applying(people(10), week)
    rows = fetching.fetch(one.id)
    elsewhere.end(Ended.EVERYTHING, clock.now())
    db.session.commit()
    stepping.finish(stepping.begin(one.id, rows))
    db.session.commit()
    work(one)
    assert (one.state, one.did.new, one.did.unsubscribed) == ("done", 9, 1)
    assert "r00003@example.org" not in standings(week)


def test_who_joined_since_the_rows_were_fetched_is_added_once(week):
    one = applying(people(10), week)
    rows = fetching.fetch(one.id)
    make_subscriber("r00003@example.org", name="By hand")
    db.session.commit()
    stepping.finish(stepping.begin(one.id, rows))
    db.session.commit()
    work(one)
    assert (one.state, one.did.new, len(standings(week))) == ("done", 10, 10)


def test_a_pause_that_comes_before_a_step_may_write_leaves_nothing_of_it(app, week, elsewhere):
    if db.session.get_bind().dialect.name == "postgresql":
        pytest.skip("steps overlap there, see test_import_overlapping")
    one = applying(people(25), week)
    import_id, wants_to_write = one.id, Event()

    def take_in():
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            jobs.work_on(import_id=import_id)

    def note(connection, cursor, statement, *_):
        if statement == "BEGIN IMMEDIATE":
            wants_to_write.set()

    turning.pause(one)
    db.session.flush()
    importing = elsewhere.submit(take_in)
    assert wants_to_write.wait(20)
    db.session.commit()
    importing.result()
    assert (one.state, one.position, figures()["subscribers"]) == ("paused", 0, 0)
