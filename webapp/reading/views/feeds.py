"""Feeds of the paper and of its sections."""

from __future__ import annotations

from flask import Response, request

from ...extensions import db
from ..blueprint import bp
from ..listing import section_by_slug
from ..syndicating import Feed
from ..syndicating import feed as newest_in_full


@bp.get("/feed/")
def feed() -> Response:
    """The newest stories of the paper."""
    return _answer(newest_in_full())


@bp.get("/category/<slug:slug>/feed/")
def section_feed(slug: str) -> Response:
    """The newest stories of a section."""
    return _answer(newest_in_full(db.first_or_404(section_by_slug(slug))))


def _answer(found: Feed) -> Response:
    """The feed, or 304 when the reader has these bytes."""
    response = Response(found.xml, content_type="application/rss+xml; charset=utf-8")
    response.set_etag(found.etag)
    response.last_modified = found.changed_at
    return response.make_conditional(request)  # type: ignore[return-value]
