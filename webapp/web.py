"""The request, turned into plain values. Besides views, only this module looks at it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from werkzeug.http import parse_accept_header
from werkzeug.routing import IntegerConverter, Map

from . import hosts, networks

LARGEST_ROW_NUMBER = 2**31 - 1
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class RowNumber(IntegerConverter):
    """``<int:…>`` in a rule: a number no row can have leads nowhere, instead of into the database.

    PostgreSQL’s integers end at 2³¹ − 1, and it refuses the question, not only the row.
    """

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **({"max": LARGEST_ROW_NUMBER} | options))


@dataclass(frozen=True)
class Visit:
    """Where a request came from: kept as evidence with consent, sign-ins and submissions."""

    network_address: str
    user_agent: str

    @property
    def network(self) -> str:
        """The network it came from, see ``networks``."""
        return networks.network_of(self.network_address)


def visit() -> Visit:
    """The visit behind the current request."""
    return Visit(network_address(), request.user_agent.string[:400])


def is_reading() -> bool:
    """Whether the request only asks for a page and must change nothing."""
    return request.method in READING


def network_address() -> str:
    """The address the request came from; proxies count only as TRUSTED_PROXIES says."""
    return request.remote_addr or "unknown"


def network() -> str:
    """The network the request came from: whom limits count together."""
    return networks.network_of(network_address())


def is_for_this_machine() -> bool:
    """Whether the site’s public address is one that only this machine reaches."""
    return networks.is_this_machine(urlsplit(current_app.config["PUBLIC_URL"]).hostname or "")


def came_from_this_machine() -> bool:
    """Whether the request came from this machine, and asked for it by a name of this machine.

    The second keeps out a page of another site whose name was made to mean this machine.
    """
    host = hosts.name_in(request.host)
    return networks.is_this_machine(host) and networks.is_this_machine(network_address())


def asked_host() -> str:
    """What the Host header says: the visitor’s word, for the log and for ``hosts`` alone."""
    return request.headers.get("Host", "")[:200]


def wants_json() -> bool:
    """Whether a script asks, not a browser for a page; one that sends JSON need not say so."""
    offered = ["text/html", "application/json"]
    if request.is_json:
        offered.reverse()
    return request.accept_mimetypes.best_match(offered, offered[0]) == "application/json"


def query(name: str) -> str:
    """What the address says for ``name`` behind its question mark."""
    return request.args.get(name, "")


def accepted_encoding(*offered: str) -> str:
    """The encoding that the visitor likes best; of those liked the same, the first offered."""
    return best_encoding(request.headers.get("Accept-Encoding", ""), *offered)


@lru_cache(maxsize=512)
def best_encoding(accepted: str, *offered: str) -> str:
    """The same for a header at hand (RFC 9110, 12.5.3); ``identity`` when none is liked."""
    return parse_accept_header(accepted).best_match(offered, "identity")


def request_id() -> str:
    """A short name for this request, in the log, the answer’s header and the error page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def safe_next(fallback: str) -> str:
    """Where to go after signing in: ``next`` when it is a path of this site, else ``fallback``."""
    target = request.values.get("next", "")
    # A browser reads // and \ after the first slash as the start of another host's name.
    on_this_site = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if on_this_site and target.isprintable() else fallback


def way_back() -> str:
    """Where to return after signing in: this page, or the page of ours whose form was sent."""
    if request.method in READING:
        return request.full_path.rstrip("?")
    sender = urlsplit(request.referrer or "")
    return sender._replace(scheme="", netloc="").geturl() if sender.netloc == request.host else ""


def came_from_this_site() -> bool:
    """Whether the browser itself says that this POST comes from one of our own pages.

    ``Sec-Fetch-Site`` and ``Origin`` are set by the browser and cannot be set by a page (Fetch
    standard, forbidden request-header names).
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    own = hosts.origin_of(current_app.config["PUBLIC_URL"]), hosts.origin_of(request.host_url)
    return request.headers.get("Origin", "") in own


def other_site() -> str:
    """The host of another site whose page sent this POST, as the browser names it; else empty.

    A page without an origin of its own (``null``: a file, a sandboxed frame) names no site.
    """
    scheme, _, host = request.headers.get("Origin", "").partition("://")
    if scheme not in {"http", "https"} or came_from_this_site():
        return ""
    return hosts.name_in(host)


def asked_view() -> Callable[..., Any] | None:
    """The view that the request is for, marked as ``marks`` has it; None where there is none."""
    return current_app.view_functions.get(request.endpoint or "")


def if_changed(response: Response, changed_at: dt.datetime | None = None) -> Response:
    """The answer with a tag of its own, or 304 when the visitor has these bytes."""
    response.add_etag()
    response.last_modified = changed_at
    return response.make_conditional(request)  # type: ignore[return-value]


def keep_private(response: Response) -> Response:
    """Forbid every cache to keep a personal page, and any site it links to to learn its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
