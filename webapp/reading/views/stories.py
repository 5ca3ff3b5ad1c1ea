"""The story page."""

from __future__ import annotations

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from ...extensions import db
from ..addressing import article_url, story_values
from ..arranging import around
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import IS_PUBLISHED, story_by_slug
from ..models import ArticleState

ADDRESS = "/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug:slug>/"


@bp.get(ADDRESS)
@same_for_all()
def story(year: int, month: int, slug: str) -> ResponseReturnValue:
    """One story; a wrong date in the address leads to the right one."""
    article = db.first_or_404(story_by_slug(slug))
    if article.state == ArticleState.WITHDRAWN:
        abort(410)
    if not article.is_published:
        abort(404)
    if story_values(article) != {"year": year, "month": month, "slug": slug}:
        return redirect(article_url(article), 301)
    return render_template("reading/story.html", article=article, **vars(around(article)))


@bp.get(
    "/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<int(fixed_digits=2):day>/<slug:slug>/"
)
def story_of_day(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """The address with the day, as many papers write it, leads to the story."""
    article = db.first_or_404(story_by_slug(slug).where(IS_PUBLISHED))
    return redirect(article_url(article), 301)
