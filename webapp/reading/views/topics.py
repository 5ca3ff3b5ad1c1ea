"""Topics' pages."""

from __future__ import annotations

from flask import render_template

from ...extensions import db
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import newest_on_topic, topic_by_slug
from .lists import asked_page


@bp.get("/tag/<slug:slug>/")
@same_for_all("page")
def topic(slug: str) -> str:
    """The stories on one topic."""
    found = db.first_or_404(topic_by_slug(slug))
    page = asked_page(newest_on_topic(found))
    return render_template("reading/topic.html", topic=found, page=page)
