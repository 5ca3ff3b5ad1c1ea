"""Pages and sign-ups, each beside bare bytes and Flask's hello on the same server."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

from tests.bench import server, speed, wrk
from tests.makers import make_account
from tests.passes import pass_of
from webapp import create_app
from webapp.extensions import db
from webapp.reading import saving
from webapp.reading.listing import newest


def measure(folder: Path, seconds: int) -> list[dict]:
    """Rows for ready pages, 304 and sign-up; each limit is measured before and after."""
    instance = folder / "web"
    server.masthead(instance, "init")
    server.masthead(instance, "demo")
    with server.site(instance) as address:
        site, front = address.rstrip("/"), server.read(address)
        pages = {
            "front page": "/",
            "story": first_story(front),
            "section": "/category/nation/",
            "feed": "/feed/",
        }
        rows = [ready(what, site + path, folder / "page", seconds) for what, path in pages.items()]
        rows.append(not_modified(address, seconds))
        reader = cookie(instance)
        rows += beside_hello(address, site + pages["story"], reader, seconds)
        looked_at = {what: site + pages[what] for what in ("front page", "section", "story")}
        looked_at["search"] = site + "/search/"
        return rows + speed.measure(looked_at, site + "/account/saved/", reader)


def beside_hello(front: str, story: str, cookie: str, seconds: int) -> list[dict]:
    """Rows for what a signed-in reader and a subscriber ask, beside Flask’s own hello."""
    with server.limit("hello") as url:
        before = wrk.run(url, seconds).rate
        loads = {
            "front page": wrk.run(front, seconds),
            "story, signed in": wrk.run(story, seconds, header=f"Cookie: {cookie}"),
            "sign-up": wrk.run(front + "subscribe/", seconds, script=wrk.SIGN_UP),
        }
        hello = (before + wrk.run(url, seconds).rate) / 2
    return [row(what, load, hello, limit="Flask hello") for what, load in loads.items()]


def cookie(instance: Path) -> str:
    """The cookie of a reader who is signed in and has saved a story."""
    app = create_app(instance)
    with app.app_context():
        reader = make_account("bench@example.com")
        saving.save(reader.id, db.session.scalars(newest()).first())
        db.session.commit()
    return "=".join(pass_of(app, "bench@example.com", remember=True))


def ready(what: str, url: str, page: Path, seconds: int) -> dict:
    """A page beside the same bytes from a bare WSGI callable, in turn on a server each."""
    page.write_bytes(urllib.request.urlopen(url).read())
    with server.limit("bare", page) as bare:
        return row(what, *in_turn(url, bare, seconds), limit="bare bytes")


def not_modified(url: str, seconds: int) -> dict:
    """A conditional request beside a bare callable that answers 304 with the same headers."""
    sent = urllib.request.urlopen(url).headers
    header = f"If-None-Match: {sent['ETag']}"
    own = {"date", "server", "connection", "content-length", "content-type"}
    headers = [(name, value) for name, value in sent.items() if name.lower() not in own]
    with server.limit("unchanged", headers=headers) as bare:
        return row("front page, 304", *in_turn(url, bare, seconds, header), limit="bare 304")


def in_turn(url: str, limit: str, seconds: int, header: str | None = None):
    """Measure a limit, the site, the limit again: the load, and the mean of the limits."""
    before = wrk.run(limit, seconds, header=header).rate
    load = wrk.run(url, seconds, header=header)
    return load, (before + wrk.run(limit, seconds, header=header).rate) / 2


def first_story(front: str) -> str:
    """The address of the first story on the front page."""
    return re.search(r'href="(/\d{4}/\d{2}/[^"]+/)"', front)[1]


def row(what: str, load: wrk.Load, limit_rate: float, *, limit: str) -> dict:
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
