"""Stories to be found, and the headlines of those that a search finds."""

from __future__ import annotations

from sqlalchemy import select

from tests.makers import make_author, make_section
from webapp import clock
from webapp.extensions import db
from webapp.reading import publishing, searching
from webapp.reading.models import Author, Section


def published(headline, body="<p>Text.</p>", standfirst="", *, at=None, **content):
    """A story that was published as staff publish one, now or at a moment."""
    section = content.pop("section", None) or _one_of(Section) or make_section()
    author = content.pop("author", None) or _one_of(Author) or make_author()
    article = publishing.draft(
        headline=headline, body=body, standfirst=standfirst, section=section, author=author
    )
    publishing.publish(article, at or clock.now())
    return article


def found(words, **options):
    """The headlines that a search finds, in its order."""
    return [result.article.headline for result in searching.search(words, **options).items]


def _one_of(model):
    return db.session.scalars(select(model).order_by(model.id)).first()
