"""The front page."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db
from ..addressing import article_url
from ..arranging import arrange_front
from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..listing import all_sections, story_of_wordpress

WORDPRESS_SEARCH = "s"
WORDPRESS_STORY = "p"


@bp.get("/")
@same_for_all()
def front() -> ResponseReturnValue:
    """The front page; a search or a story in WordPress’s form goes on to its page."""
    if WORDPRESS_SEARCH in request.args:
        words = request.args[WORDPRESS_SEARCH]
        return redirect(url_for("reading.search", q=words), 301)
    if WORDPRESS_STORY in request.args:
        return to_story(request.args[WORDPRESS_STORY])
    sections = db.session.scalars(all_sections()).all()
    return render_template("reading/front.html", front=arrange_front(sections))


@bp.get("/archives/<number>/")
def story_of_archives(number: str) -> ResponseReturnValue:
    """The address that WordPress offers as “numeric” leads to the story."""
    return to_story(number)


def to_story(number: str) -> ResponseReturnValue:
    """On to the story that had this number in WordPress; 404 when readers see none that had."""
    query = story_of_wordpress(number)
    if query is None:
        abort(404)
    return redirect(article_url(db.first_or_404(query)), 301)
