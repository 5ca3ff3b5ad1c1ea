"""Feeds of the paper, of its sections, authors and topics, and of what a search finds."""

from __future__ import annotations

from flask import Response, abort, request

from ... import web
from ...extensions import db
from .. import syndicating
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..forms import SearchForm
from ..listing import author_by_slug, section_by_slug, topic_by_slug
from ..syndicating import Channel

RSS = {"form": "rss"}


@bp.get("/feed/", defaults=RSS)
@bp.get("/feed/<any(atom):form>/")
@same_for_all()
def feed(form: str) -> Response:
    """The newest stories of the paper."""
    return _answer(syndicating.of_paper(), form)


@bp.get("/category/<slug:slug>/feed/", defaults=RSS)
@bp.get("/category/<slug:slug>/feed/<any(atom):form>/")
@same_for_all()
def section_feed(slug: str, form: str) -> Response:
    """The newest stories of a section."""
    return _answer(syndicating.of_section(db.first_or_404(section_by_slug(slug))), form)


@bp.get("/author/<slug:slug>/feed/", defaults=RSS)
@bp.get("/author/<slug:slug>/feed/<any(atom):form>/")
@same_for_all()
def author_feed(slug: str, form: str) -> Response:
    """The newest stories of an author."""
    return _answer(syndicating.of_author(db.first_or_404(author_by_slug(slug))), form)


@bp.get("/tag/<slug:slug>/feed/", defaults=RSS)
@bp.get("/tag/<slug:slug>/feed/<any(atom):form>/")
@same_for_all()
def topic_feed(slug: str, form: str) -> Response:
    """The newest stories on a topic."""
    return _answer(syndicating.of_topic(db.first_or_404(topic_by_slug(slug))), form)


@bp.get("/search/feed/", defaults=RSS)
@bp.get("/search/feed/<any(atom):form>/")
@same_for_all(typed=("q",))
def search_feed(form: str) -> Response:
    """The newest stories with all the words of a search; 404 when it has none."""
    words = SearchForm(request.args).q.data
    return _answer(syndicating.of_search(words or abort(404)), form)


def _answer(channel: Channel, form: str) -> Response:
    """The feed, or 304 when the reader has these bytes."""
    found = syndicating.feed(channel, form)
    response = Response(found.xml, content_type=found.content_type)
    response.set_etag(found.etag)
    return web.if_changed(response, found.changed_at)
