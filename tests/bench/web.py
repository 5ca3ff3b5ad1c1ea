"""Pages and sign-ups, each beside bare bytes and Flask's hello on the same server."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

from tests.bench import server, wrk


def measure(folder: Path, seconds: int) -> list[dict]:
    """Rows for front page, story and sign-up; the limits are measured before and after."""
    instance = folder / "web"
    server.masthead(instance, "init")
    server.masthead(instance, "demo")
    with server.site(instance) as site:
        page = folder / "front.html"
        page.write_bytes(urllib.request.urlopen(site).read())
        before = limits(page, seconds)
        front = wrk.run(site, seconds)
        story = wrk.run(site.rstrip("/") + first_story(page), seconds)
        sign_up = wrk.run(site + "subscribe/", seconds, script=wrk.SIGN_UP)
        after = limits(page, seconds)
    bare, hello = ((before[i] + after[i]) / 2 for i in (0, 1))
    return [
        row("front page", front, "bare bytes", bare),
        row("front page", front, "Flask hello", hello),
        row("story", story, "bare bytes", bare),
        row("story", story, "Flask hello", hello),
        row("sign-up", sign_up, "Flask hello", hello),
    ]


def limits(page: Path, seconds: int) -> tuple[float, float]:
    """Requests a second of bare bytes of the front page's size, and of Flask's hello."""
    with server.limit("bare", page) as url:
        bare = wrk.run(url, seconds).rate
    with server.limit("hello") as url:
        return bare, wrk.run(url, seconds).rate


def first_story(page: Path) -> str:
    """The address of the first story on the front page."""
    return re.search(r'href="(/\d{4}/\d{2}/[^"]+/)"', page.read_text(encoding="utf-8"))[1]


def row(what: str, load: wrk.Load, limit: str, limit_rate: float) -> dict:
    """One line of the table."""
    note = f"99 % within {load.p99:.0f} ms, {load.failed} failed"
    return {
        "what": what,
        "rate": load.rate,
        "unit": "/s",
        "limit": limit,
        "limit_rate": limit_rate,
        "note": note,
    }
