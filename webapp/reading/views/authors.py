"""Authors' pages."""

from __future__ import annotations

from flask import render_template

from ...extensions import db
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import author_by_slug, newest_by_author
from .lists import asked_page


@bp.get("/author/<slug:slug>/")
@same_for_all("page")
def author(slug: str) -> str:
    """Who someone is, and their stories."""
    found = db.first_or_404(author_by_slug(slug))
    page = asked_page(newest_by_author(found))
    return render_template("reading/author.html", author=found, page=page)
