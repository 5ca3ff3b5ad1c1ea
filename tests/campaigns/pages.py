"""Pages elsewhere that letters link to: a web server on loopback that answers as it is told."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture
def pages():
    """Such a server, for one test."""
    with Pages() as pages:
        yield pages


class Pages:
    """``answers`` holds for a path, or a method and a path, a status and where it leads."""

    def __init__(self):
        self.answers, self.asked, self.agents = {}, [], set()
        self.held = threading.Event()  # paths below /slow/ answer once it is set
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def settings(self):
        """Links are asked, here as well."""
        return {"LINK_CHECK": True, "LINK_CHECK_INSIDE": self.inside}

    @property
    def inside(self):
        """The setting that opens this server, and no other."""
        return f"127.0.0.1:{self.port}"

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_problem):
        self.held.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(pages):  # noqa: N805 (the handler has a self of its own)
        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                pages.asked.append((self.command, self.path))
                pages.agents.add(self.headers["User-Agent"])
                if self.path.startswith("/slow/"):
                    pages.held.wait(60)
                found = pages.answers.get((self.command, self.path))
                status, goal = found or pages.answers.get(self.path, (200, ""))
                self.send_response(status)
                if goal:
                    self.send_header("Location", goal)
                self.end_headers()

            do_GET = do_HEAD  # noqa: N815 (http.server's name)

            def log_message(self, *_said):
                """Nothing."""

        return Handler
