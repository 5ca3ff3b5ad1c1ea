"""Edges: what every request passes on its way in, and every answer on its way out."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.routing import RequestRedirect

from . import hosts
from .answer_headers import SHOWN_ELSEWHERE, for_every_answer
from .config import LARGEST_UPLOAD
from .database import only_reading
from .web import asked_host, asked_view, came_from_this_site, is_reading, other_site, request_id

FIRST_ERROR = 400


def guard_hosts(app: Flask) -> None:
    """Refuse a request that names another site, but where machines ask by number."""

    @app.before_request
    def check() -> None:
        if getattr(asked_view(), "answers_any_host", False):
            return
        public_url = current_app.config["PUBLIC_URL"]
        if not hosts.is_ours(asked_host(), public_url):
            raise hosts.ForeignHost(public_url)


def guard_post(app: Flask) -> None:
    """Refuse a POST that another site could have made a browser send."""
    csrf = app.extensions["csrf"]

    @app.before_request
    def check() -> None:
        view = asked_view()
        if getattr(view, "takes_uploads", False) and current_user.is_authenticated:
            request.max_content_length = getattr(view, "largest_upload", LARGEST_UPLOAD)
        if request.form and request.content_length is None:
            # Werkzeug cuts a form of untold length off at the limit; asked for more, it says 413.
            request.stream.read(1)
        has_token = "csrf_token" in request.form or "X-CSRFToken" in request.headers
        if is_reading() or view is None or not current_app.config["WTF_CSRF_ENABLED"]:
            return
        if getattr(view, "from_cached_page", False) and not has_token:
            may_be_foreign = getattr(view, "open_to_other_sites", False)
            if not (came_from_this_site() or (may_be_foreign and other_site())):
                raise CSRFError("The form was not sent from a page of this site.")
            g.csrf_valid = True
            return
        csrf.protect(apply_exemptions=True)


def mark_reading(app: Flask) -> None:
    """Tell the database which requests only read, so that they take no write lock."""

    @app.before_request
    def begin() -> None:
        g.only_reading = only_reading.set(is_reading())

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        token = g.pop("only_reading", None)
        if token is not None:
            only_reading.reset(token)


def dress_answers(app: Flask) -> None:
    """Give every answer the headers it must carry."""
    app.session_interface = Cookies()
    always = for_every_answer(is_https=app.config["SESSION_COOKIE_SECURE"])

    @app.after_request
    def after(response: Response) -> Response:
        if isinstance(request.routing_exception, RequestRedirect) and response.location:
            _stay_here(response)
        own = SHOWN_ELSEWHERE if getattr(asked_view(), "shown_elsewhere", False) else {}
        for name, value in {**always, **own}.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = request_id()
        if _is_for_nobody_else(response):
            response.headers["Cache-Control"] = "no-store"
        elif current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _is_for_nobody_else(response: Response) -> bool:
    """Whether no cache may keep an answer, even if nobody said so.

    Refusals, as what a view refuses may be somebody’s own, and 404 and 410 may be kept unless they
    say otherwise (RFC 9110, 15.1); answers to what was sent; the way from an address to the same
    with a slash, as there may be a mailed secret in it; and all that only some may open.
    """
    return (
        response.status_code >= FIRST_ERROR
        or not is_reading()
        or isinstance(request.routing_exception, RequestRedirect)
        or bool(getattr(asked_view(), "guarded_by", ""))
    )


def _stay_here(response: Response) -> None:
    """Send who left out a slash on without naming a host: Werkzeug repeats the request’s."""
    goal = urlsplit(response.location or "")
    # A path that began with two slashes would name a host.
    here = goal._replace(scheme="", netloc="", path="/" + goal.path.lstrip("/")).geturl()
    response.headers["Location"] = here
    response.set_data(redirect(here).get_data())


class Cookies(SecureCookieSessionInterface):
    """Flask’s session; an answer that hands out a cookie is for nobody else."""

    digest_method = staticmethod(hashlib.sha256)  # as tokens has it; Flask would take SHA-1

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie if the session changed."""
        super().save_session(app, session, response)
        if "Set-Cookie" in response.headers:
            response.headers["Cache-Control"] = "no-store"
