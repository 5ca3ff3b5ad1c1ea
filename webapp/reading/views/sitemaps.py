"""Sitemaps: the index, its files, the news and the pictures."""

from __future__ import annotations

from flask import Response, abort, render_template

from ... import web
from .. import mapping
from ..blueprint import bp
from ..cleaning import without_controls
from ..edition.sharing import same_for_all
from ..mapping import Place
from ..syndicating import picture_url

NUMBER = "<int(min=1, max=200000):number>"  # of a file; ids beyond those of its rows do not exist


@bp.get("/sitemap.xml")
@same_for_all()
def sitemap() -> Response:
    """The index of all sitemaps but those of news and pictures, which robots.txt names."""
    return _answer("reading/sitemap_index.xml", files=mapping.files())


@bp.get("/sitemap/pages.xml")
@same_for_all()
def sitemap_of_pages() -> Response:
    """Front page, lists, sections, years, standing pages."""
    return _answer("reading/sitemap.xml", places=mapping.pages())


@bp.get(f"/sitemap/{NUMBER}.xml")
@same_for_all()
def sitemap_of_stories(number: int) -> Response:
    """The stories of one range of ids."""
    return _answer("reading/sitemap.xml", places=_existing(mapping.stories(number)))


@bp.get(f"/sitemap/<any(author, topic):kind>-{NUMBER}.xml")
@same_for_all()
def sitemap_of_kind(kind: str, number: int) -> Response:
    """The authors or topics of one range of ids."""
    return _answer("reading/sitemap.xml", places=_existing(mapping.kind(kind, number)))


@bp.get("/news-sitemap.xml")
def news_sitemap() -> Response:
    """The stories of the last 48 hours, for Google News."""
    return _answer("reading/sitemap_news.xml", articles=mapping.news())


@bp.get("/picture-sitemap.xml")
@same_for_all()
def picture_sitemap() -> Response:
    """The newest stories that have pictures, with all of them."""
    return _answer(
        "reading/sitemap_pictures.xml", stories=mapping.pictured(), picture_url=picture_url
    )


def _existing(places: list[Place]) -> list[Place]:
    """The places; 404 when the file has none, for a sitemap must have one."""
    return places or abort(404)


def _answer(template: str, **shown: object) -> Response:
    """The document, or 304 when the reader has these bytes."""
    document = without_controls(render_template(template, **shown))
    response = Response(document, content_type="application/xml; charset=utf-8")
    return web.if_changed(response)
