"""What this machine can do at most: bare bytes and Flask's hello on the same server."""

from __future__ import annotations

import json
import os
from pathlib import Path

from flask import Flask

PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes() if "BENCH_PAGE" in os.environ else b""
HEADERS = [tuple(pair) for pair in json.loads(os.environ.get("BENCH_HEADERS", "[]"))]
hello = Flask("hello")


@hello.get("/")
def say() -> str:
    """The least a Flask application can answer."""
    return "hello"


def unchanged(environ, start_response):
    """A 304 with ready headers, all that it consists of."""
    status = "304 Not Modified" if "HTTP_IF_NONE_MATCH" in environ else "200 OK"
    start_response(status, HEADERS)
    return []


def bare(_environ, start_response):
    """Ready bytes of the size of a page, without any framework."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]
