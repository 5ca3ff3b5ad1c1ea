"""Fetching: a ready page from memory, from whoever is rendering it, or rendered here and now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from wsgiref.types import WSGIEnvironment

from flask import Flask

from ...logs import log
from .keeping import Store
from .packing import Answer, Page, pack
from .rendering import Renderer
from .sharing import Address, Addresses
from .watching import Label, Watch

TYPED_SHARE = 8  # searches may take an eighth of the memory, so that they never push out stories
PATIENCE = 30  # seconds to wait for another’s rendering


class Flight:
    """One rendering that others wait for; ``page`` stays None when it is not to be shared."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.page: Page | None = None


class Pages:
    """The pages of the edition, in at most ``limit`` bytes of memory."""

    def __init__(self, app: Flask, watch: Watch, limit: int) -> None:
        self._renderer = Renderer(app)
        self._watch = watch
        self._addresses = Addresses(app)
        self._typed = Store(limit // TYPED_SHARE)
        self._others = Store(limit - limit // TYPED_SHARE)
        self._flights: dict[tuple[str, Label], Flight] = {}
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        """Bytes of ready pages in memory."""
        return self._others.held + self._typed.held

    def fetch(self, environ: WSGIEnvironment) -> Page | Answer | None:
        """The page a request asks for, as it is for anyone.

        An Answer is what cannot be shared; None is for Flask to say.
        """
        label = self._watch.label()
        if label is None:
            return None
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        page = self._others.get(f"{path}?{query}" if query else path)
        if page is not None and page.label == label:
            return page
        address = self._addresses.read(path, query or "")
        return self._find(address, label, environ) if address else None

    def fetch_for(self, kind: str, page: Page, fill: Callable[[bytes], bytes]) -> Page:
        """The page as all of a ``kind`` of readers get it; ``fill`` makes its body."""
        store, name = self._store(page.address), f"{kind} {page.address.name}"
        own = store.get(name)
        if own is None or own.label != page.label:
            answer = page.answer._replace(body=fill(page.body))
            own = pack(answer, page.label, page.address, is_own=True)
            store.put(name, own)
        return own

    def _store(self, address: Address) -> Store:
        return self._typed if address.is_typed else self._others

    def _find(
        self, address: Address, label: Label, environ: WSGIEnvironment
    ) -> Page | Answer | None:
        """The page from memory, from whoever is rendering it, or rendered here and now."""
        with self._lock:
            page = self._store(address).get(address.name)
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
            flight.page = pack(answer, label, address)
            self._keep(address, flight.page)
            return flight.page
        finally:
            with self._lock:
                del self._flights[address.name, label]
            flight.done.set()

    def _keep(self, address: Address, page: Page) -> None:
        """Keep a page, unless the newest was rendered meanwhile."""
        newest = self._watch.label()
        with self._lock:
            kept = self._store(address).get(address.name)
            if kept is None or kept.label != newest:
                self._store(address).put(address.name, page)
