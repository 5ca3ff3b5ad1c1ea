"""Drafting: from the form of a story to the story."""

from __future__ import annotations

from flask import abort

from .. import clock
from ..accounts.models import Account, Role
from ..extensions import db
from ..reading import publishing, tagging
from ..reading.cleaning import clean_line
from ..reading.models import Article, ArticleState, Author, Image, Section
from ..reading.opening import NotAPicture, PictureTooLarge
from ..reading.picturing import store
from ..reading.writing import byline_of_account, pick, unpick
from .bylining import own_byline
from .forms.stories import StoryForm
from .overtaking import contents, differences, sentence_for, version_of

WORDS = ("alt", "caption", "credit")


def article_on_desk(article_id: int, account: Account, *, to_change: bool = False) -> Article:
    """A story that ``account`` may work on; an author may touch only drafts of their own byline.

    ``to_change`` holds it against others until the transaction ends.
    """
    article = db.get_or_404(Article, article_id, with_for_update=to_change or None)
    if account.may(Role.EDITOR):
        return article
    byline = db.session.scalar(byline_of_account(account.id))
    if article.state != ArticleState.DRAFT or byline is None or article.author_id != byline.id:
        abort(403)
    return article


def apply(form: StoryForm, account: Account, article: Article | None = None) -> Article | None:
    """Write what the form says into ``article``, or into a new draft.

    None, and an error on the form, when the picture cannot be used or when somebody else changed
    the story since the form was opened.
    """
    if article is not None and form.version.data != version_of(article):
        form.version.errors = [sentence_for(article)]
        form.version.data = version_of(article)
        return None
    before = contents(article) if article else {}
    content, figure = _content(form, account, article), _taken(form, "figure")
    if form.picture.errors or form.figure.errors:
        return None
    if article is None:
        article = publishing.draft(**content)
    else:
        publishing.edit(article, clock.now(), **content)
    if figure:
        article.pictures.append(figure)
    tagging.tag(article, tagging.read(form.topics.data or ""))
    if form.is_pick:
        (pick if form.is_pick.data else unpick)(article)
    form.changes = differences(before, contents(article)) if before else ""
    return article


def _content(form: StoryForm, account: Account, article: Article | None) -> publishing.Content:
    chosen = form.author and db.session.get_one(Author, form.author.data)
    content = publishing.Content(
        headline=form.headline.data or "",
        standfirst=form.standfirst.data or "",
        dateline=form.dateline.data or "",
        body=form.body.data or "",
        section=db.session.get_one(Section, form.section.data),
        author=chosen or own_byline(account),
    )
    if image := _picture(form, article.image if article else None):
        content["image"] = image
    return content


def _picture(form: StoryForm, image: Image | None) -> Image | None:
    """The picture uploaded, or the one there is with its words brought up to date."""
    image = _taken(form, "picture") or image
    if image is not None:
        for name in WORDS:
            setattr(image, name, clean_line(form[name].data or ""))
        image.focus = form.focus.data
    return image


def _taken(form: StoryForm, name: str) -> Image | None:
    """The picture uploaded in a field; None without one, or with an error if it is refused."""
    field, prefix = form[name], "" if name == "picture" else f"{name}_"
    if not field.data:
        return None
    try:
        words = {word: form[prefix + word].data or "" for word in WORDS}
        return store(field.data.read(), **words)
    except (NotAPicture, PictureTooLarge) as refused:
        field.errors = [f"{refused.title}. {refused.sentence}"]
        return None
