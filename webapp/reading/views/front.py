"""The front page."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db
from ..arranging import arrange_front
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import all_sections

WORDPRESS_SEARCH = "s"


@bp.get("/")
@same_for_all()
def front() -> ResponseReturnValue:
    """The front page; a search in WordPress’s form goes on to the search page."""
    if WORDPRESS_SEARCH in request.args:
        words = request.args[WORDPRESS_SEARCH]
        return redirect(url_for("reading.search", q=words), 301)
    sections = db.session.scalars(all_sections()).all()
    return render_template("reading/front.html", front=arrange_front(sections))
