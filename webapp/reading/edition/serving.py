"""Serving: the pages that are the same for all, as ready bytes, ahead of Flask.

Whoever has a session, and whatever is not marked as the same for all, goes on to Flask as if this
were not there.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterable
from http import HTTPStatus
from itertools import count
from time import perf_counter
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from ...extensions import db
from ...logs import level_number, log, tell_quickly
from . import printing
from .keeping import Store
from .packing import Answer, Page, best_encoding, is_unchanged, pack
from .rendering import Renderer
from .sharing import Address, Addresses
from .watching import Label, Watch

MEGABYTE = 1024 * 1024
READING = frozenset({"GET", "HEAD"})
REMEMBERED = "remember_token"  # Flask-Login’s second cookie
TYPED_SHARE = 8  # searches may take an eighth of the memory, so that they never push out stories
LAYER = "masthead.serving"  # the layer, among the app’s extensions
OK, NOT_MODIFIED = HTTPStatus.OK, HTTPStatus.NOT_MODIFIED
STATUS_LINES = {OK: "200 OK", NOT_MODIFIED: "304 NOT MODIFIED"}
PATIENCE = 30  # seconds to wait for another’s rendering


class Flight:
    """One rendering that others wait for; ``page`` stays None when it is not to be shared."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.page: Page | None = None


class Serving:
    """The layer between the server and Flask."""

    def __init__(self, app: Flask, watch: Watch, limit: int) -> None:
        self._application: WSGIApplication = app.wsgi_app
        self._renderer = Renderer(app)
        self._watch = watch
        self._addresses = Addresses(app)
        self._typed = Store(limit // TYPED_SHARE)
        self._pages = Store(limit - limit // TYPED_SHARE)
        self._flights: dict[tuple[str, Label], Flight] = {}
        self._lock = threading.Lock()
        self._cookies = (app.config["SESSION_COOKIE_NAME"], REMEMBERED)
        self._proxies: int = app.config["TRUSTED_PROXIES"]
        self._tells = level_number(app) <= logging.INFO
        self._process, self._answers = secrets.token_hex(4), count()  # together: a request’s id

    @property
    def held(self) -> int:
        """Bytes of ready pages in memory."""
        return self._pages.held + self._typed.held

    def rest(self) -> None:
        """Wait until the layer does nothing by itself."""
        self._watch.rest()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        began = perf_counter()
        found = None if self._is_personal(environ) else self._look_up(environ)
        if found is None:
            return self._application(environ, start)
        if isinstance(found, Answer):
            start(found.status, found.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]
        return self._give(found, environ, start, began)

    def _is_personal(self, environ: WSGIEnvironment) -> bool:
        """Whether only Flask can answer: a form, a reader with a session, a site below a path."""
        if environ["REQUEST_METHOD"] not in READING or environ.get("SCRIPT_NAME"):
            return True
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self._cookies)

    def _look_up(self, environ: WSGIEnvironment) -> Page | Answer | None:
        """What to answer; None when it is for Flask to say."""
        label = self._watch.label()
        if label is None:
            return None
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        page = self._pages.get(f"{path}?{query}" if query else path)
        if page is not None and page.label == label:
            return page
        address = self._addresses.read(path, query or "")
        return self._find(address, label, environ) if address else None

    def _find(
        self, address: Address, label: Label, environ: WSGIEnvironment
    ) -> Page | Answer | None:
        """The page from memory, from whoever is rendering it, or rendered here and now."""
        store = self._typed if address.is_typed else self._pages
        with self._lock:
            page = store.get(address.name)
            if page is not None and page.label == label:
                return page
            flight = self._flights.get((address.name, label))
            if flight is None:
                mine = self._flights[address.name, label] = Flight()
        if flight is None:
            return self._render(address, label, environ, mine)
        if page is not None and self._watch.may_lag(page.label):
            return page
        flight.done.wait(PATIENCE)
        return flight.page

    def _render(
        self, address: Address, label: Label, environ: WSGIEnvironment, flight: Flight
    ) -> Page | Answer:
        """Render and keep a page; whatever happens, those who wait are let go."""
        try:
            answer = self._renderer.render(address, environ)
            if not answer.is_same_for_all:
                if answer.status.startswith("200 "):
                    log.error("a page that should be the same for all is not", page=address.rule)
                return answer
            flight.page = pack(answer, label, address.rule)
            self._keep(address, flight.page)
            return flight.page
        finally:
            with self._lock:
                del self._flights[address.name, label]
            flight.done.set()

    def _keep(self, address: Address, page: Page) -> None:
        """Keep a page, unless the newest was rendered meanwhile."""
        store = self._typed if address.is_typed else self._pages
        newest = self._watch.label()
        with self._lock:
            kept = store.get(address.name)
            if kept is None or kept.label != newest:
                store.put(address.name, page)

    def _give(
        self, page: Page, environ: WSGIEnvironment, start: StartResponse, began: float
    ) -> list[bytes]:
        """The copy that the visitor’s program takes best, or the news that it has it already."""
        copy = page.copies[best_encoding(environ.get("HTTP_ACCEPT_ENCODING") or "")]
        method, request_id = environ["REQUEST_METHOD"], f"{self._process}{next(self._answers):08x}"
        if is_unchanged(page, copy, environ):
            status, headers, body = NOT_MODIFIED, copy.headers_unchanged, []
        else:
            status, headers = OK, copy.headers
            body = [] if method == "HEAD" else [copy.body]
        start(STATUS_LINES[status], [*headers, ("X-Request-ID", request_id)])
        if self._tells:
            tell_quickly(
                "request",
                request_id=request_id,
                method=method,
                route=page.rule,
                status=int(status),
                milliseconds=round((perf_counter() - began) * 1000, 1),
                network=self._network(environ),
                ready=True,
            )
        return body

    def _network(self, environ: WSGIEnvironment) -> str:
        """Where the request came from; proxies count only as TRUSTED_PROXIES says."""
        passed_on = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if self._proxies and len(passed_on) >= self._proxies:
            return passed_on[-self._proxies].strip()
        return str(environ.get("REMOTE_ADDR", "unknown"))


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
    app.extensions[printing.HEARS] = watch.hear
    app.extensions[LAYER] = Serving(app, watch, app.config["PAGE_MEMORY"] * MEGABYTE)
    app.wsgi_app = app.extensions[LAYER]  # type: ignore[method-assign]
