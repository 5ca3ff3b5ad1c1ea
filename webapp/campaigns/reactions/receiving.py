"""Receiving clicks: a burst costs the database one short write every half second.

Whoever follows a link is not kept waiting for a write. What a process was told in its last half
second is lost when it is killed; a number that is meant as a measure can bear that, a lock that
every click of a million readers waits for cannot be borne.
"""

from __future__ import annotations

import threading
import time
import weakref
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from ... import clock
from ...extensions import db
from ...logs import log
from ...outcomes import LinkInvalid
from ...tokens import KeyedHash
from ...web import Visit
from .linking import LINK, READER
from .models import Click, LetterLink

EVERY = 0.5  # seconds between two writes
MOST = 50_000  # clicks that wait while the database does not answer; more are not counted
VISITOR = KeyedHash("campaigns.visitor")
WAITING = "masthead.clicks"


def init_app(app: Flask, engine: Engine) -> None:
    """Let the process gather clicks; at its end it writes what waits."""
    gathered = app.extensions[WAITING] = Gathered(engine)
    weakref.finalize(app, gathered.write)


def link_of(mark: str) -> LetterLink:
    """The link with a signed number. Raises LinkInvalid."""
    link = db.session.get(LetterLink, LINK.read(mark))
    if link is None:
        raise LinkInvalid
    return link


def take(link: LetterLink, reader: str, visit: Visit, flaw: str) -> None:
    """Count a visit to a link, later; ``reader`` is the recipient's mark, if the link has one."""
    delivery_id = READER.read(reader) if link.is_personal and reader else None
    who = (delivery_id,) if delivery_id else (visit.network, visit.user_agent)
    current_app.extensions[WAITING].add(
        link_id=link.id,
        delivery_id=delivery_id,
        visitor=VISITOR.of(link.campaign_id, *who),
        at=clock.now(),
        flaw=flaw,
    )


class Gathered:
    """Clicks that wait to be written, all of them at once, by a thread that ends when none do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._rows: list[dict[str, Any]] = []
        self._writer: threading.Thread | None = None

    def add(self, **row: Any) -> None:
        """Remember a click."""
        with self._lock:
            if len(self._rows) >= MOST:
                return
            self._rows.append(row)
            if self._writer is None:
                self._writer = threading.Thread(target=self._keep_writing, daemon=True)
                self._writer.start()

    def write(self) -> None:
        """Write what waits; a database that does not answer is asked again."""
        with self._lock:
            rows, self._rows = self._rows, []
        if not rows:
            return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(Click), rows)
        except SQLAlchemyError as problem:
            log.warning("clicks wait for the database", number=len(rows), why=repr(problem))
            with self._lock:
                self._rows = (rows + self._rows)[:MOST]

    def _keep_writing(self) -> None:
        while True:
            time.sleep(EVERY)
            self.write()
            with self._lock:
                if not self._rows:
                    self._writer = None
                    return
