"""What there is to attack: one page of each kind that a visitor can open, and what each page sends.

A thousand stories are one page to an attacker. Pages are of one kind when the same view answers
them with the same names in the query; of every kind the first one met is taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import Page, filled, goal

Kind = tuple[str, ...]
# Leaving ends the visit, and the mailbox shows nothing but mails.
AVOIDED = ("accounts.sign_out", "accounts.end_", "accounts.confirm_deletion", "mail.mailbox")

# Queries that pages are asked with and no link of the demo has.
QUERIES = (
    "/?s=apples",
    "/?p=1",
    "/search/?q=apples&section=nation&author=dana-serikova&year=2026&page=1",
    "/search/feed/?q=apples&section=nation&author=dana-serikova&year=2026",
    "/subscribe/?lists=the-morning-brief",
    "/account/saved/?show=&sort=&page=1",
    "/account/second-step/?by=recovery&next=/account/",
)


class Sent(NamedTuple):
    """Something a page sends: a link with a query, or a form as it stands."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]


class Found(NamedTuple):
    """The pages of a visitor and what they send, one of each kind; and further pages of them."""

    pages: dict[Kind, str]
    sent: dict[Kind, Sent]
    alike: frozenset[str] = frozenset()

    def without(self, before: Found) -> Found:
        """What another visitor did not find already."""
        pages = {kind: path for kind, path in self.pages.items() if kind not in before.pages}
        sent = {kind: one for kind, one in self.sent.items() if kind not in before.sent}
        return Found(pages, sent, self.alike)


def find(app: Flask, client: FlaskClient) -> Found:
    """Walk from the front page, from queries, and from every address without a variable part.

    Pages are those that are shown; the others only lead on.
    """
    met: set[Kind] = set()
    alike: set[str] = set()
    found = Found({}, {})
    waiting = deque([*QUERIES, *_plain_addresses(app)])
    while waiting:
        path = waiting.popleft()
        kind = kind_of(app, path)
        if kind is None or kind in met:
            alike.add(path)
            continue
        met.add(kind)
        response = client.get(path)
        waiting.extend(_way_on(response.location, path))
        sends = list(_asked(path)) if response.status_code < 400 else []
        if response.mimetype == "text/html" and response.status_code == 200:
            page = Page(response, path)
            waiting.extend(_links(page))
            sends += _sends(page)
            found.pages[kind] = path
        response.close()
        for one in sends:
            if what := _kind_of_sent(app, one):
                found.sent.setdefault(what, one)
    return found._replace(alike=frozenset(alike.difference(found.pages.values())))


def kind_of(app: Flask, path: str, method: str = "GET") -> Kind | None:
    """The view that answers and the names in the query; None for what is not asked."""
    parts = urlsplit(path)
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, method)
    except (RequestRedirect, HTTPException):
        return None
    if endpoint == "static" or endpoint.startswith(AVOIDED):
        return None
    return method, endpoint, *sorted({name for name, _ in parse_qsl(parts.query, True)})


def _kind_of_sent(app: Flask, one: Sent) -> Kind | None:
    kind = kind_of(app, one.path, one.method)
    return kind and (*kind, *sorted({name for name, _ in one.fields}))


def _plain_addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments - set(rule.defaults or ()):
            yield rule.rule


def _way_on(location: str | None, path: str) -> list[str]:
    """Where a redirect leads, if it stays here."""
    there = _here(location, path) if location else ""
    return [there] if there else []


def _links(page: Page) -> list[str]:
    found = (_here(str(link["href"]), page.path) for link in page.all("a[href]"))
    return [path for path in found if path]


def _here(address: str, base: str) -> str:
    """Path and query of an address, if it is one of this site; empty if not."""
    parts = urlsplit(urljoin(f"http://localhost{base}", address))
    if parts.scheme != "http" or parts.hostname != "localhost":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _asked(path: str) -> Iterator[Sent]:
    """The query of an address, if it has one."""
    parts = urlsplit(path)
    if parts.query:
        yield Sent("GET", parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def _sends(page: Page) -> Iterator[Sent]:
    """The forms of a page as they stand, once for each of their buttons."""
    for form in page.all("form"):
        for words in {" ".join(button.get_text(" ").split()) for button in form.select("button")}:
            fields = tuple(_flat(filled(form, words)))
            if path := _here(goal(form, words) or page.path, page.path):
                yield Sent(str(form.get("method", "get")).upper(), path, fields)


def _flat(fields: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        yield from ((name, str(one)) for one in values)
