"""What a reader keeps, given to other programs and to their own browser."""

from __future__ import annotations

from flask import Response, jsonify
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from .. import exporting
from ..addressing import article_url
from ..blueprint import bp
from ..listing import saved_by

KEPT_OFFLINE = 100  # stories that a browser keeps


@bp.get("/account/saved/export.html")
@signed_in
def export_bookmarks() -> Response:
    """A file that browsers import as bookmarks."""
    lines = exporting.as_bookmarks(exporting.everything(current_user.id))
    return _file("".join(lines), "text/html; charset=utf-8", "saved-stories.html")


@bp.get("/account/saved/export.json")
@signed_in
def export_json() -> Response:
    """A file with everything that is kept."""
    known = exporting.as_json(exporting.everything(current_user.id))
    return _file(jsonify(known).get_data(), "application/json", "saved-stories.json")


def _file(body: str | bytes, kind: str, name: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/account/saved/offline.json")
@signed_in
def to_keep_offline() -> Response:
    """What the browser keeps to be read without a network: the newest that are kept, and whose."""
    newest = db.session.scalars(saved_by(current_user.id).limit(KEPT_OFFLINE))
    stories = [{"address": article_url(s.article), "headline": s.article.headline} for s in newest]
    return jsonify(reader=current_user.id, stories=stories)
