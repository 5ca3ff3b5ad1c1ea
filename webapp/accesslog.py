"""The access log of ready pages: lines as the log has them, at a tenth of their price.

To write a line takes five times as long as to answer with ready bytes. So a thread writes them:
one at once while little is asked, and many in one go while much is.
"""

from __future__ import annotations

import atexit
import json
import os
import threading
from functools import lru_cache
from queue import Empty, SimpleQueue

import structlog

from . import clock

# As much as several processes can write into one pipe without mixing their lines (PIPE_BUF).
MOST_AT_ONCE = 4096  # bytes
LINE = (
    '{{"request_id": "{}", "method": "{}", "route": {}, "status": {:d}, "milliseconds": {:.1f}, '
    '"network": {}, "ready": true, "event": "request", "level": "info", "timestamp": "{}Z"}}'
)
quoted = lru_cache(maxsize=4096)(json.dumps)


class AccessLog:
    """Lines about answers, at INFO; whether that is logged at all is for the caller to know."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._process = 0  # in which the writer runs: a fork has no threads
        self._lock = threading.Lock()

    def tell(  # noqa: PLR0913 (a line has as many parts)
        self, *, request_id: str, method: str, route: str, status: int, seconds: float, network: str
    ) -> None:
        """Log one answer that took some seconds; ``method`` is one that we know."""
        moment = clock.now().replace(tzinfo=None).isoformat(timespec="microseconds")
        said = (quoted(route), status, seconds * 1000, quoted(network), moment)
        self._lines.put(LINE.format(request_id, method, *said))
        if self._process != os.getpid():
            self._begin()

    def rest(self) -> None:
        """Wait until all that was told is written."""
        writer, self._writer = self._writer, None
        if writer and self._process == os.getpid():
            self._process = 0
            self._lines.put(None)
            writer.join()

    def _begin(self) -> None:
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._writer = threading.Thread(target=self._write_on, name="access log", daemon=True)
            self._writer.start()
        atexit.register(self.rest)

    def _write_on(self) -> None:
        line = self._lines.get()
        while line is not None:
            lines, size = [line], len(line)
            line = self._waiting()
            while line and size + len(line) < MOST_AT_ONCE:
                lines.append(line)
                size += len(line) + 1
                line = self._waiting()
            structlog.get_config()["logger_factory"]().msg("\n".join(lines))
            if line == "":
                line = self._lines.get()

    def _waiting(self) -> str | None:
        """The next line; an empty one when none waits, None when no more is to come."""
        try:
            return self._lines.get_nowait()
        except Empty:
            return ""
