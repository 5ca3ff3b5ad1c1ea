"""What machines ask for by name: robots.txt, the web app manifest, icons."""

from __future__ import annotations

from flask import Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...marks import shown_elsewhere
from .. import stamping
from ..blueprint import bp
from ..edition.sharing import same_for_all

WEEK = 7 * 24 * 3600


@bp.get("/robots.txt")
@same_for_all()
def robots() -> Response:
    """Where crawlers may go, and where the sitemaps are (RFC 9309)."""
    return Response(render_template("reading/robots.txt"), content_type="text/plain; charset=utf-8")


@bp.get("/manifest.webmanifest")
@same_for_all()
def manifest() -> Response:
    """The paper as an app on a home screen."""
    response = jsonify(stamping.manifest())
    response.content_type = "application/manifest+json"
    return response


@bp.get("/icon-<int:size>.png")
@shown_elsewhere
def icon(size: int) -> Response:
    """The paper’s mark."""
    if size not in stamping.SIZES:
        abort(404)
    response = Response(stamping.icon(size), content_type="image/png")
    response.cache_control.public = True
    response.cache_control.max_age = WEEK
    return response


@bp.get("/favicon.ico")
@shown_elsewhere
def favicon() -> ResponseReturnValue:
    """Where feed readers and old browsers look without asking the page."""
    return redirect(url_for("reading.icon", size=48), 301)
