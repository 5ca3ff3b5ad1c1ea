"""Standing pages: About Us, Privacy Policy, Contact."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from ...extensions import db
from ..addressing import article_url
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import page_by_slug, story_by_slug


@bp.get("/<slug:slug>/")
@same_for_all()
def page(slug: str) -> ResponseReturnValue:
    """One standing page; a story’s slug alone, as some papers write it, leads to the story."""
    found = db.session.scalar(page_by_slug(slug))
    if found is None:
        story = db.first_or_404(story_by_slug(slug))
        return redirect(article_url(story), 301)
    return render_template("reading/page.html", page=found)
