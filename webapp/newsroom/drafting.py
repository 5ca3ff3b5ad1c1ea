"""Drafting: from the form of a story to the story."""

from __future__ import annotations

from flask import abort

from .. import clock
from ..accounts.models import Account, Role
from ..extensions import db
from ..reading import publishing
from ..reading.models import Article, Author, Image, Section
from ..reading.picturing import store
from ..reading.writing import byline_of_account, pick, unpick
from .forms.stories import StoryForm


def article_on_desk(article_id: int, account: Account) -> Article:
    """A story that ``account`` may work on; an author may touch only drafts of their own byline."""
    article = db.get_or_404(Article, article_id)
    if account.may(Role.EDITOR):
        return article
    byline = db.session.scalar(byline_of_account(account.id))
    if article.is_published or byline is None or article.author_id != byline.id:
        abort(403)
    return article


def apply(form: StoryForm, article: Article | None = None) -> Article:
    """Write what the form says into ``article``, or into a new draft.

    Raises the outcomes of webapp.reading.picturing when the picture cannot be used.
    """
    content = publishing.Content(
        headline=form.headline.data or "",
        standfirst=form.standfirst.data or "",
        dateline=form.dateline.data or "",
        body=form.body.data or "",
        section=db.session.get_one(Section, form.section.data),
        author=db.session.get_one(Author, form.author.data),
    )
    if image := _picture(form, article.image if article else None):
        content["image"] = image
    if article is None:
        article = publishing.draft(**content)
    else:
        publishing.edit(article, clock.now(), **content)
    (pick if form.is_pick.data else unpick)(article)
    return article


def _picture(form: StoryForm, image: Image | None) -> Image | None:
    """The picture uploaded, or the one there is with its words brought up to date."""
    words = {name: form[name].data or "" for name in ("alt", "caption", "credit")}
    if form.picture.data:
        return store(form.picture.data.read(), **words)
    if image is not None:
        for name, value in words.items():
            setattr(image, name, value)
    return image
