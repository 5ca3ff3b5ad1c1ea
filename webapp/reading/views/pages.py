"""Standing pages: About Us, Privacy Policy, Contact."""

from __future__ import annotations

from flask import render_template

from ...extensions import db
from ..blueprint import bp
from ..listing import page_by_slug


@bp.get("/<slug:slug>/")
def page(slug: str) -> str:
    """One standing page."""
    return render_template("reading/page.html", page=db.first_or_404(page_by_slug(slug)))
