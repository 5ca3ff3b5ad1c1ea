"""Keeping: ready pages in memory, up to so many bytes; the longest unused go first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .packing import Page


class Store:
    """Pages by address, of at most ``limit`` bytes together."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()
        self.held = 0  # bytes

    def get(self, address: str) -> Page | None:
        """The page at an address, of whatever edition."""
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, address: str, page: Page) -> None:
        """Keep a page in the place of the last one; one larger than the store is not kept."""
        with self._lock:
            self._drop(self._pages.pop(address, None))
            if page.size > self._limit:
                return
            self._pages[address] = page
            self.held += page.size
            while self.held > self._limit:
                self._drop(self._pages.popitem(last=False)[1])

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, page: Page | None) -> None:
        self.held -= page.size if page else 0
