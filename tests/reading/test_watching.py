"""Each process asks for the edition once a second, and shows what it knows meanwhile."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from sqlalchemy.exc import OperationalError

from webapp import clock
from webapp.reading.edition import watching
from webapp.reading.edition.printing import NONE_YET, Printed
from webapp.reading.edition.watching import Watch

PATIENCE = 30


@pytest.fixture
def watch_by():
    """Watch what a function answers, until the test ends."""
    made = []

    def make(ask):
        made.append(Watch(ask, "Asia/Almaty"))
        return made[-1]

    yield make
    for watch in made:
        watch.rest()


def test_the_database_is_asked_once_a_second(watch_by):
    asked = []

    def answer():
        asked.append(time.monotonic())
        return Printed(1, clock.now())

    watch = watch_by(answer)
    until = time.monotonic() + 2.5
    with ThreadPoolExecutor(4) as threads:
        while time.monotonic() < until:
            list(threads.map(lambda _: watch.label(), range(4)))
    assert 2 <= len(asked) <= 3
    assert min(b - a for a, b in pairwise(asked)) > 0.9


def test_as_long_as_pages_are_wanted_one_thread_asks(watch_by):
    asking = []

    def answer():
        asking.append(threading.current_thread())
        return NONE_YET

    watch = watch_by(answer)
    while len(asking) < 4:
        watch.label()
        time.sleep(0.01)
    assert len(set(asking)) < len(asking)


def test_nobody_asks_when_nobody_reads(watch_by):
    asking = []

    def answer():
        asking.append(threading.current_thread())
        return NONE_YET

    watch = watch_by(answer)
    watch.label()
    asking[0].join(PATIENCE)
    assert len(asking) == 1
    time.sleep(watching.TRUSTED)
    watch.label()
    assert len(asking) == 2, "and the first who reads again waits for the answer"


def test_whoever_takes_the_database_away_need_not_wait_for_the_next_question(watch_by):
    watch = watch_by(lambda: NONE_YET)
    watch.label()
    began = time.monotonic()
    watch.rest()
    assert time.monotonic() - began < watching.EVERY / 2
    assert watch.label().edition == NONE_YET


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_asks_for_itself(watch_by, tmp_path):
    watch = watch_by(lambda: Printed(os.getpid(), NONE_YET.at))
    watch.label()
    if not (child := os.fork()):
        time.sleep(watching.TRUSTED)
        (tmp_path / "child").write_text(str(watch.label().edition.number))
        os._exit(0)
    os.waitpid(child, 0)
    assert int((tmp_path / "child").read_text()) == child


def test_a_database_that_does_not_answer_leaves_the_pages_as_they_are(watch_by):
    answers = iter([Printed(3, NONE_YET.at)])

    def answer():
        try:
            return next(answers)
        except StopIteration:
            raise OperationalError("SELECT", {}, Exception("gone")) from None

    watch = watch_by(answer)
    label = watch.label()
    time.sleep(watching.TRUSTED)
    assert watch.label() == label
    began = time.monotonic()
    assert watch.label() == label
    assert time.monotonic() - began < 0.1, "nobody waits for what failed a moment ago"


def test_a_database_that_hangs_keeps_nobody_waiting_but_the_first(watch_by):
    let_go = threading.Event()

    def answer():
        let_go.wait(PATIENCE)
        return NONE_YET

    watch = watch_by(answer)
    began = time.monotonic()
    assert watch.label() is None
    assert watching.PATIENCE <= time.monotonic() - began < watching.PATIENCE + 1
    began = time.monotonic()
    assert watch.label() is None
    assert time.monotonic() - began < 0.1
    let_go.set()
    watch._asking.join(PATIENCE)
    assert watch.label().edition == NONE_YET


def test_news_of_an_older_edition_does_not_undo_a_newer_one(watch_by):
    watch = watch_by(lambda: NONE_YET)
    now = clock.now()
    watch.hear(Printed(5, now))
    watch.hear(Printed(4, now))
    assert watch.label().edition == Printed(5, now)
