"""The archive: every letter of a public list, without anything personal."""

from __future__ import annotations

from flask import abort, render_template

from ..extensions import db
from ..reading.edition.sharing import same_for_all
from .archiving import Issue, shelves
from .blueprint import bp
from .models import issue_of


@bp.get("/newsletters/")
@same_for_all()
def newsletters() -> str:
    """The lists with their issues."""
    return render_template("campaigns/newsletters.html", shelves=shelves())


@bp.get("/newsletters/<slug:slug>/<int:number>/")
@same_for_all()
def issue(slug: str, number: int) -> str:
    """One issue, as everyone got it."""
    campaign = db.session.scalars(issue_of(slug, number)).one_or_none()
    if campaign is None:
        abort(404)
    return render_template("campaigns/issue.html", campaign=campaign, issue=Issue(campaign))
