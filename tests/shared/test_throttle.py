"""Limits are counted in the database, so that every process counts together."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine

from webapp import throttle
from webapp.extensions import db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def settings(settings):
    return settings | {"RATELIMIT_ENABLED": True}


def count_of(key):
    with db.engine.begin() as connection:
        return throttle.count(connection, key, MINUTE)


def test_a_window_counts_up_and_starts_anew_when_it_ends(context):
    assert [count_of("a"), count_of("a"), count_of("b")] == [1, 2, 1]
    with time_machine.travel(dt.timedelta(seconds=61)):
        assert count_of("a") == 1


def test_thirty_two_threads_count_together(app):
    def count_ten():
        with app.app_context():
            for _ in range(10):
                count_of("together")

    threads = [threading.Thread(target=count_ten) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert count_of("together") == 81


def test_an_address_gets_four_mails_a_minute_and_forty_an_hour(context):
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False) as clock:
        allowed = [throttle.may_mail("reader@example.com") for _ in range(6)]
        assert allowed == [True] * 4 + [False] * 2
        assert throttle.may_mail("other@example.com")
        sent = 4
        for _ in range(20):
            clock.shift(MINUTE + dt.timedelta(seconds=1))
            sent += sum(throttle.may_mail("reader@example.com") for _ in range(4))
        assert sent == 40 - 2  # the two refused tries count too


def test_ended_windows_are_forgotten(context):
    count_of("old")
    with time_machine.travel(dt.timedelta(minutes=2)):
        throttle.forget_ended_windows()
        assert db.session.query(throttle.Counter).count() == 0
