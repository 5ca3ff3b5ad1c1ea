"""Serving: the pages that are the same for all, as ready bytes, ahead of Flask.

Readers who are signed in get the same bytes with their own doors, and their switches on. Whatever
is not marked as the same for all goes on to Flask as if this were not there.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from itertools import count
from time import perf_counter
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from sqlalchemy import event

from ... import hosts
from ...accesslog import AccessLog
from ...extensions import db
from ...logs import level_number
from ...web import best_encoding
from . import printing
from .fetching import Pages
from .packing import ENCODERS, Answer, Copy, Page, is_unchanged, pressed_copy
from .personalising import Kind, Personal
from .watching import Watch

MEGABYTE = 1024 * 1024
READING = frozenset({"GET", "HEAD"})
REMEMBERED = "remember_token"  # Flask-Login’s second cookie
NONE: frozenset[str] = frozenset()  # no switch is on
LAYER = "masthead.serving"  # the layer, among the app’s extensions
OK, NOT_MODIFIED = HTTPStatus.OK, HTTPStatus.NOT_MODIFIED
STATUS_LINES = {OK: "200 OK", NOT_MODIFIED: "304 NOT MODIFIED"}


class Serving:
    """The layer between the server and Flask."""

    def __init__(self, app: Flask, watch: Watch, pages: Pages, personal: Personal) -> None:
        self._application: WSGIApplication = app.wsgi_app
        self._watch = watch
        self._pages = pages
        self._personal = personal
        self._cookie: str = app.config["SESSION_COOKIE_NAME"]
        self._public_url: str = app.config["PUBLIC_URL"]
        self._tells = level_number(app) <= logging.INFO
        self._log = AccessLog()
        self._process, self._answers = secrets.token_hex(4), count()  # together: a request’s id

    @property
    def held(self) -> int:
        """Bytes of ready pages in memory."""
        return self._pages.held

    def rest(self) -> None:
        """Wait until the layer does nothing by itself."""
        self._watch.rest()
        self._log.rest()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        began = perf_counter()
        cookies = environ.get("HTTP_COOKIE") or ""
        may_be_ready = (
            environ["REQUEST_METHOD"] in READING
            and not environ.get("SCRIPT_NAME")  # a site below a path
            and hosts.is_ours(environ.get("HTTP_HOST") or "", self._public_url)
            and REMEMBERED not in cookies
        )
        page = self._pages.fetch(environ) if may_be_ready else None
        on = NONE
        if page is not None and self._cookie in cookies:
            page, on = self._for_visitor(page, environ)
        if page is None:
            return self._application(environ, start)
        if isinstance(page, Answer):
            start(page.status, page.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]
        return self._give(page, on, environ, start, began)

    def _for_visitor(
        self, page: Page | Answer, environ: WSGIEnvironment
    ) -> tuple[Page | None, frozenset[str]]:
        """The page for who has a session, and its switches that are on; None: Flask must say."""
        if isinstance(page, Answer):
            return None, NONE
        visitor = self._personal.visitor(environ, page.keys)
        if visitor is None:
            return None, NONE
        if visitor.kind is Kind.ANYONE:
            return page, NONE

        def fill(body: bytes) -> bytes:
            return self._personal.with_doors(body, visitor.kind)

        return self._pages.fetch_for(visitor.kind, page, fill), visitor.on

    def _give(
        self,
        page: Page,
        on: frozenset[str],
        environ: WSGIEnvironment,
        start: StartResponse,
        began: float,
    ) -> list[bytes]:
        """The copy that the visitor’s program takes best, or the news that it has it already."""
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING") or "", *ENCODERS)
        copy = pressed_copy(page, on, encoding) if on else page.copies[encoding]
        request_id = f"{self._process}{next(self._answers):08x}"
        status, headers, body = _answer(page, copy, environ)
        start(STATUS_LINES[status], [*headers, ("X-Request-ID", request_id)])
        if self._tells:
            self._log.tell(
                request_id=request_id,
                method=environ["REQUEST_METHOD"],
                route=page.address.rule,
                status=status,
                seconds=perf_counter() - began,
                network=environ.get("REMOTE_ADDR", "unknown"),
            )
        return body


def _answer(
    page: Page, copy: Copy, environ: WSGIEnvironment
) -> tuple[HTTPStatus, list[tuple[str, str]], list[bytes]]:
    """Status, headers and body."""
    if is_unchanged(page, copy, environ):
        return NOT_MODIFIED, copy.headers_unchanged, []
    return OK, copy.headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [copy.body]


def init_app(app: Flask) -> None:
    """Put the layer before the application, if it may use any memory."""
    if not app.config["PAGE_MEMORY"]:
        return
    with app.app_context():
        engine = db.engine

    def ask() -> printing.Printed:
        with engine.connect() as connection:
            return printing.newest(connection)

    watch = Watch(ask, app.config["TIME_ZONE"])
    event.listen(engine, "engine_disposed", lambda _engine: watch.rest())
    pages = Pages(app, watch, app.config["PAGE_MEMORY"] * MEGABYTE)
    app.extensions[printing.HEARS] = watch.hear
    app.extensions[LAYER] = Serving(app, watch, pages, Personal(app, engine))
    app.wsgi_app = app.extensions[LAYER]  # type: ignore[method-assign]
