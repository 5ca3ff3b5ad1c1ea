"""Renditions of pictures, as files that never change."""

from __future__ import annotations

from flask import Response, abort, send_from_directory

from ...marks import shown_elsewhere
from ..blueprint import bp
from ..picturing import is_rendition, uploads

FOREVER = 365 * 24 * 3600


@bp.get("/pictures/<key>/<file>")
@shown_elsewhere
def picture(key: str, file: str) -> Response:
    """One rendition. Its address names its content, so it may be kept for ever."""
    if not is_rendition(key, file):
        abort(404)
    response = send_from_directory(uploads(), f"{key}/{file}", max_age=FOREVER)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
