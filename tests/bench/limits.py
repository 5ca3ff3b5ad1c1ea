"""What this machine can do at most: bare bytes and Flask's hello on the same server."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes() if "BENCH_PAGE" in os.environ else b""
hello = Flask("hello")


@hello.get("/")
def say() -> str:
    """The least a Flask application can answer."""
    return "hello"


def bare(_environ, start_response):
    """Ready bytes of the size of a page, without any framework."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]
