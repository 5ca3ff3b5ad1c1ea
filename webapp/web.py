"""The request, turned into plain values. Besides views, only this module looks at it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.http import parse_accept_header
from werkzeug.routing import IntegerConverter, Map

from .database import only_reading

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_UPLOAD = 25 * 1024 * 1024  # bytes
LARGEST_ROW_NUMBER = 2**31 - 1
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# No page has an inline script or style, so no nonce is needed and ready pages can be kept.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A mail shown in a frame of ours: its own styles, our pictures, no script, no form; a click on one
# of its links opens a tab.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


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


def visit() -> Visit:
    """The visit behind the current request."""
    return Visit(network_address(), request.user_agent.string[:400])


def is_reading() -> bool:
    """Whether the request only asks for a page and must change nothing."""
    return request.method in READING


def network_address() -> str:
    """The address the request came from; proxies count only as TRUSTED_PROXIES says."""
    return request.remote_addr or "unknown"


def is_for_this_machine() -> bool:
    """Whether the site’s public address is one that only this machine reaches."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


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
    return request.headers.get("Origin", "") in {
        current_app.config["PUBLIC_URL"],
        request.host_url.rstrip("/"),
    }


def from_cached_page(view: View) -> View:
    """Mark a view whose form stands on pages that carry no cookie, and so no CSRF token.

    Such a POST must prove by Origin or Sec-Fetch-Site that one of our pages sent it. When a token
    is sent all the same, it must be right.
    """
    view.from_cached_page = True  # type: ignore[attr-defined]
    return view


def takes_uploads(view: View) -> View:
    """Mark a view that takes a picture or a file, and so a larger body than a form has."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


def guard_post(app: Flask) -> None:
    """Refuse a POST that another site could have made a browser send."""
    csrf = app.extensions["csrf"]

    @app.before_request
    def check() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_uploads", False):
            request.max_content_length = LARGEST_UPLOAD
        has_token = "csrf_token" in request.form or "X-CSRFToken" in request.headers
        if request.method in READING or view is None or not current_app.config["WTF_CSRF_ENABLED"]:
            return
        if getattr(view, "from_cached_page", False) and not has_token:
            if not came_from_this_site():
                raise CSRFError("The form was not sent from a page of this site.")
            g.csrf_valid = True
            return
        csrf.protect(apply_exemptions=True)


def mark_reading(app: Flask) -> None:
    """Tell the database which requests only read, so that they take no write lock."""

    @app.before_request
    def begin() -> None:
        g.only_reading = only_reading.set(request.method in READING)

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        token = g.pop("only_reading", None)
        if token is not None:
            only_reading.reset(token)


def add_headers(app: Flask) -> None:
    """Headers every answer carries."""

    @app.after_request
    def after(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        headers["X-Request-ID"] = request_id()
        if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
            headers.setdefault("Cache-Control", "private, no-cache")
        if current_app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response


def keep_private(response: Response) -> Response:
    """Forbid every cache to keep a personal page, and any site it links to to learn its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
