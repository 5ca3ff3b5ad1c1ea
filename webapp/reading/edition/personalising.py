"""Personalising: what of a shared page is a reader's own, and whose it is.

Signed-in readers get the page that everyone gets, with other doors and with their switches on.
"""

from __future__ import annotations

import enum
from functools import cache, lru_cache
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import Flask, render_template
from flask.wrappers import Request
from sqlalchemy import Engine

from ...accounts.models import Account, Role
from ...accounts.recognising import asked_for
from ...database import only_reading
from .pressing import about_page, keys_on

# Parts of a page that say whether somebody is signed in, each on every page just once.
PARTS = ("components/doors.html", "components/account_link.html")
COOKIES = 1024  # whose reading is remembered
# What Flask-Login and Flask keep in the session.
SECRET, FLASHES = "_user_id", "_flashes"


class Kind(enum.StrEnum):
    """Who sees which doors."""

    ANYONE = ""
    READER = "reader"
    STAFF = "staff"


ACCOUNTS = {
    Kind.ANYONE: None,
    Kind.READER: Account(role=Role.READER),
    Kind.STAFF: Account(role=Role.EDITOR),
}


class Visitor(NamedTuple):
    """For whom a page is."""

    kind: Kind = Kind.ANYONE
    on: frozenset[str] = frozenset()  # keys of the page's switches


class Personal:
    """Knows visitors by their cookies, and puts the doors of their kind into pages."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._app = app
        self._engine = engine
        self.doors = cache(self._render_doors)
        self._secret = lru_cache(maxsize=COOKIES)(self._read_secret)

    def visitor(self, environ: WSGIEnvironment, keys: frozenset[str]) -> Visitor | None:
        """Who asks, with those of a page's switches that are on; None: only Flask can tell.

        Flask looks at sessions that have ended, and shows what is waiting to be said.
        """
        secret = self._secret(environ["HTTP_COOKIE"])
        if secret is None:
            return None
        return self._reader(secret, keys) if secret else Visitor()

    def _read_secret(self, cookies: str) -> str | None:
        """The secret that a session cookie carries, empty without one; None: see ``visitor``.

        It is the same as long as the cookie is: that the session has ended, its row says.
        """
        request = Request({"HTTP_COOKIE": cookies})
        session = self._app.session_interface.open_session(self._app, request)
        if session is None or FLASHES in session:
            return None
        return str(session.get(SECRET, ""))

    def _reader(self, secret: str, keys: frozenset[str]) -> Visitor | None:
        token = only_reading.set(True)
        try:
            with self._engine.connect() as connection:
                question, asked = about_page(keys)
                rows = connection.execute(question, {**asked_for(secret), **asked}).all()
        finally:
            only_reading.reset(token)
        if not rows:
            return None
        kind = Kind.READER if rows[0].role == Role.READER else Kind.STAFF
        return Visitor(kind, keys_on(rows, keys))

    def with_doors(self, body: bytes, kind: Kind) -> bytes:
        """A page for anyone, with the doors of ``kind``."""
        for anyone, own in zip(self.doors(Kind.ANYONE), self.doors(kind), strict=True):
            body = body.replace(anyone, own, 1)
        return body

    def _render_doors(self, kind: Kind) -> list[bytes]:
        with self._app.test_request_context(base_url=self._app.config["PUBLIC_URL"]):
            return [
                render_template(part, current_account=ACCOUNTS[kind]).encode() for part in PARTS
            ]
