"""The story page."""

from __future__ import annotations

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from ...extensions import db
from ..addressing import article_url, story_values
from ..arranging import around
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..illustrating import placed_in
from ..listing import story_by_slug, story_to_read
from ..models import ArticleState

ADDRESS = "/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug:slug>/"


@bp.get(ADDRESS)
@same_for_all()
def story(year: int, month: int, slug: str) -> ResponseReturnValue:
    """One story; a wrong date in the address leads to the right one."""
    article = db.session.scalars(story_to_read(slug)).unique().one_or_none() or abort(404)
    if article.state == ArticleState.WITHDRAWN:
        abort(410)
    if not article.is_published:
        abort(404)
    if story_values(article) != {"year": year, "month": month, "slug": slug}:
        return redirect(article_url(article), 301)
    shown = {"article": article, "placed": placed_in(article.body)}
    return render_template("reading/story.html", **shown, **vars(around(article)))


@bp.get(
    "/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<int(fixed_digits=2):day>/<slug:slug>/"
)
def story_of_day(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """The address with the day, as many papers write it, leads to the story."""
    article = db.first_or_404(story_by_slug(slug))
    return redirect(article_url(article), 301)
