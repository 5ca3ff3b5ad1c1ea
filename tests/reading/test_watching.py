"""Each process asks for the edition once a second, and shows what it knows meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from sqlalchemy.exc import OperationalError

from webapp import clock
from webapp.reading.edition import watching
from webapp.reading.edition.printing import NONE_YET, Printed
from webapp.reading.edition.watching import Watch

PATIENCE = 30


def test_the_database_is_asked_once_a_second():
    asked = []

    def answer():
        asked.append(time.monotonic())
        return Printed(1, clock.now())

    watch = Watch(answer, "Asia/Almaty")
    until = time.monotonic() + 2.5
    with ThreadPoolExecutor(4) as threads:
        while time.monotonic() < until:
            list(threads.map(lambda _: watch.label(), range(4)))
    assert 2 <= len(asked) <= 3
    assert min(b - a for a, b in pairwise(asked)) > 0.9


def test_a_database_that_does_not_answer_leaves_the_pages_as_they_are():
    answers = iter([Printed(3, NONE_YET.at)])

    def answer():
        try:
            return next(answers)
        except StopIteration:
            raise OperationalError("SELECT", {}, Exception("gone")) from None

    watch = Watch(answer, "Asia/Almaty")
    label = watch.label()
    time.sleep(watching.TRUSTED)
    assert watch.label() == label
    began = time.monotonic()
    assert watch.label() == label
    assert time.monotonic() - began < 0.1, "nobody waits for what failed a moment ago"


def test_a_database_that_hangs_keeps_nobody_waiting_but_the_first():
    let_go = threading.Event()

    def answer():
        let_go.wait(PATIENCE)
        return NONE_YET

    watch = Watch(answer, "Asia/Almaty")
    began = time.monotonic()
    assert watch.label() is None
    assert watching.PATIENCE <= time.monotonic() - began < watching.PATIENCE + 1
    began = time.monotonic()
    assert watch.label() is None
    assert time.monotonic() - began < 0.1
    let_go.set()
    watch._asking.join(PATIENCE)
    assert watch.label().edition == NONE_YET


def test_news_of_an_older_edition_does_not_undo_a_newer_one():
    watch = Watch(lambda: NONE_YET, "Asia/Almaty")
    now = clock.now()
    watch.hear(Printed(5, now))
    watch.hear(Printed(4, now))
    assert watch.label().edition == Printed(5, now)
