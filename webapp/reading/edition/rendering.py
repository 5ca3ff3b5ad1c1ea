"""Rendering: a page of the application, for nobody and from one state of the database."""

from __future__ import annotations

from contextvars import ContextVar
from wsgiref.types import WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from ... import hosts
from ...extensions import db, is_postgresql
from .packing import Answer
from .sharing import Address

_for_all: ContextVar[bool] = ContextVar("for_all", default=False)


class Renderer:
    """Asks the application for pages as they are for everyone."""

    def __init__(self, app: Flask) -> None:
        self._site = hosts.origin_of(app.config["PUBLIC_URL"]) + "/"
        self._application: WSGIApplication = app.wsgi_app
        app.before_request(_hold_still)

    def render(self, address: Address, environ: WSGIEnvironment) -> Answer:
        """Ask with a request of our own, which says nothing of the visitor but to the log."""
        own = create_environ(base_url=self._site, query_string=address.query)
        own["REMOTE_ADDR"] = environ.get("REMOTE_ADDR", "unknown")
        own["PATH_INFO"] = address.path
        token = _for_all.set(True)
        try:
            chunks, status, headers = run_wsgi_app(self._application, own, buffered=True)
        finally:
            _for_all.reset(token)
        return Answer(status, headers.to_wsgi_list(), b"".join(chunks))


def _hold_still() -> None:
    """See one state of the database from the first question to the last.

    Otherwise a page rendered while someone publishes could show half an edition. SQLite sees one
    state in every transaction.
    """
    if _for_all.get() and is_postgresql():
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
