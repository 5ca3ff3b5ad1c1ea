"""Watching: the edition as one process knows it.

The database is asked once a second for as long as pages are wanted, by a thread of its own. So no
request waits for the answer as long as requests come, nor for a thread to start: on busy processors
that takes longer than the page. Only after a silence does the next request wait for the answer, as
what the process knows may be out of date by any amount.

A correction is shown within two seconds everywhere: what is known is at most TRUSTED old, and for
LAG after a new edition is known the pages of the last one may be given while the new are rendered.
"""

from __future__ import annotations

import datetime as dt
import math
import threading
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from ... import clock
from ...database import only_reading
from ...logs import log
from .printing import Printed

EVERY = 1.0  # seconds from one question to the next
TRUSTED = 1.25  # seconds; an older answer is waited out, not used
LAG = 0.5  # seconds
PATIENCE = 1.0  # seconds to wait for an answer; then what is known must do


class Label(NamedTuple):
    """What makes two renderings of a page the same: the edition, and the paper's own day.

    The day stands above the nameplate, and decides between “09:40” and “Mon” in lists.
    """

    edition: Printed
    began: dt.datetime  # the midnight with which the day began, in UTC


class Watch:
    """Knows the label of the pages to show now. ``ask`` reads the edition from the database."""

    def __init__(self, ask: Callable[[], Printed], zone: str) -> None:
        self._ask = ask
        self._zone = ZoneInfo(zone)
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)  # an answer, or that there is none
        self._label: Label | None = None
        self._last: Label | None = None
        self._day_ends = clock.now()
        # Nothing needs looking at until then: the next question, or midnight if it comes first.
        self._good_until = -math.inf
        self._known_at = -math.inf
        self._asked_at = -math.inf
        self._changed_at = -math.inf
        self._is_failing = False
        self._is_wanted = False
        self._asking: threading.Thread | None = None
        self._resting = threading.Event()

    def label(self) -> Label | None:
        """The label of the pages to show; None as long as the database never answered."""
        self._is_wanted = True
        if monotonic() < self._good_until:
            return self._label
        if self._age() >= EVERY:
            self._ask_again()
        label = self._label
        if label is None or label.began <= clock.now() < self._day_ends:
            return label
        with self._lock:
            return self._turn((self._label or label).edition)

    def may_lag(self, label: Label) -> bool:
        """Whether pages with ``label`` may still be given: it was the last until a moment ago."""
        return label == self._last and monotonic() - self._changed_at < LAG

    def hear(self, printed: Printed) -> None:
        """This process has printed an edition itself."""
        with self._lock:
            if self._label is None or printed.number > self._label.edition.number:
                self._learn(printed, monotonic())

    def rest(self) -> None:
        """Wait until nobody asks the database, as one must before it is taken away."""
        asking = self._asking
        if asking:
            self._resting.set()
            asking.join(PATIENCE)

    def _age(self) -> float:
        return monotonic() - self._known_at

    def _ask_again(self) -> None:
        """See that somebody asks, and wait for the answer if what is known is too old."""
        with self._news:
            is_asked = self._asking is not None and self._asking.is_alive()  # in a fork it is not
            if not is_asked and monotonic() - self._asked_at >= EVERY:
                self._is_wanted = True
                self._resting.clear()
                self._asking = threading.Thread(target=self._ask_on, daemon=True)
                self._asking.start()
            if self._age() >= TRUSTED and not self._is_failing:
                is_told = self._news.wait_for(
                    lambda: self._age() < TRUSTED or self._is_failing, PATIENCE
                )
                self._is_failing = not is_told or self._is_failing

    def _ask_on(self) -> None:
        """Ask once a second until nobody wants to know, in a thread of its own."""
        only_reading.set(True)  # this thread's own: it must not queue for SQLite's write lock
        while self._is_due():
            self._find_out()
            self._resting.wait(self._asked_at + EVERY - monotonic())

    def _is_due(self) -> bool:
        """Whether to ask again, as somebody wanted to know meanwhile; else the thread is over."""
        with self._lock:
            is_due = self._is_wanted and not self._resting.is_set()
            self._is_wanted = False
            if is_due:
                self._asked_at = monotonic()
            else:
                self._asking = None
        return is_due

    def _find_out(self) -> None:
        """Ask. A database that does not answer leaves all as it is."""
        began = monotonic()
        try:
            printed = self._ask()
        except SQLAlchemyError as problem:
            log.warning("the edition cannot be read, pages stay as they are", why=repr(problem))
            with self._news:
                self._is_failing = True
                self._news.notify_all()
        else:
            with self._news:
                if began > self._known_at:
                    self._learn(printed, began)

    def _learn(self, printed: Printed, at: float) -> None:
        self._known_at = at
        self._is_failing = False
        self._turn(printed)
        self._news.notify_all()

    def _turn(self, printed: Printed) -> Label:
        """Begin an edition or a day, if it is another."""
        now = clock.now()
        today = now.astimezone(self._zone).date()
        began, self._day_ends = (
            dt.datetime.combine(day, dt.time(), self._zone).astimezone(clock.UTC)
            for day in (today, today + dt.timedelta(days=1))
        )
        left = (self._day_ends - now).total_seconds()
        self._good_until = min(self._known_at + EVERY, monotonic() + left)
        label = Label(printed, began)
        if label != self._label:
            self._last, self._label, self._changed_at = self._label, label, monotonic()
        return label
