"""Lists of stories: a section, all stories, the Editor's Picks."""

from __future__ import annotations

from flask import render_template

from ...extensions import db
from ..archiving import years
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import newest, newest_of_section, picks, section_by_slug
from .lists import asked_page


@bp.get("/category/<slug:slug>/")
@same_for_all("page")
def section(slug: str) -> str:
    """The stories of one section."""
    found = db.first_or_404(section_by_slug(slug))
    page = asked_page(newest_of_section(found))
    return render_template("reading/section.html", section=found, page=page)


@bp.get("/all-stories/")
@same_for_all("page")
def all_stories() -> str:
    """Every story, newest first."""
    page = asked_page(newest())
    return render_template("reading/all_stories.html", page=page, years=years())


@bp.get("/editors-picks/", endpoint="picks")
@same_for_all("page")
def editors_picks() -> str:
    """What the editors chose, in their order."""
    return render_template("reading/picks.html", page=asked_page(picks()))
