"""Watching: the edition as one process knows it.

The database is asked at most once a second, by a thread of its own that lives for that one
question, so no request waits for it as long as requests come. Only after a silence does the next
request wait for the answer, as what the process knows may be out of date by any amount.

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
        self._label: Label | None = None
        self._last: Label | None = None
        self._day_ends = clock.now()
        # Nothing needs looking at until then: the next question, or midnight if it comes first.
        self._good_until = -math.inf
        self._known_at = -math.inf
        self._asked_at = -math.inf
        self._changed_at = -math.inf
        self._is_failing = False
        self._asking: threading.Thread | None = None

    def label(self) -> Label | None:
        """The label of the pages to show; None as long as the database never answered."""
        if monotonic() < self._good_until:
            return self._label
        age = monotonic() - self._known_at
        if age >= EVERY:
            self._ask_again(wait=age >= TRUSTED)
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
            asking.join(PATIENCE)

    def _ask_again(self, *, wait: bool) -> None:
        with self._lock:
            if self._asking is None and monotonic() - self._asked_at >= EVERY:
                self._asked_at = monotonic()
                self._asking = threading.Thread(target=self._find_out, daemon=True)
                self._asking.start()
            asking = self._asking
        if wait and asking and not self._is_failing:
            asking.join(PATIENCE)
            self._is_failing = self._is_failing or asking.is_alive()

    def _find_out(self) -> None:
        """Ask, in a thread of its own. A database that does not answer leaves all as it is."""
        only_reading.set(True)  # this thread's own: it must not queue for SQLite's write lock
        began = monotonic()
        try:
            printed = self._ask()
        except SQLAlchemyError as problem:
            self._is_failing = True
            log.warning("the edition cannot be read, pages stay as they are", why=repr(problem))
        else:
            with self._lock:
                if began > self._known_at:
                    self._learn(printed, began)
        finally:
            self._asking = None

    def _learn(self, printed: Printed, at: float) -> None:
        self._known_at = at
        self._is_failing = False
        self._turn(printed)

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
