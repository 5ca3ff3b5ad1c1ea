"""How these views answer: pages about one person, which no cache may keep."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for

from ... import web


def private_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page about one person."""
    return web.keep_private(make_response(render_template(template, **context), status))


def see(endpoint: str, **values: Any) -> Response:
    """After a POST: look at this page (303), whose address may be a secret too."""
    response = make_response("", 303)
    response.headers["Location"] = url_for(endpoint, **values)
    return web.keep_private(response)
