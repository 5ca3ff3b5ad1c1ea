"""Stories on the desk: write, edit, publish, withdraw."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock, marks, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...reading import publishing
from ...reading.models import Article, ArticleState
from ..auditing import record
from ..blueprint import bp
from ..bylining import byline_name
from ..drafting import apply, article_on_desk
from ..forms.corrections import CorrectionForm
from ..forms.stories import StoryForm
from ..overview import stories_for
from .asking import asked_choice, asked_filters, asked_page, asked_words, form_status

WRITERS = (Role.AUTHOR, Role.EDITOR)
STATES = {state.value: state.value.capitalize() for state in ArticleState}


@bp.get("/stories/")
@staff(*WRITERS)
def stories() -> ResponseReturnValue:
    """Every story, last changed first."""
    words, state = asked_words(), asked_choice("state", STATES)
    page = asked_page(stories_for(signed_in_account(), state, words))
    filters = asked_filters(q=words and f"Headline contains “{words}”", state=STATES.get(state, ""))
    shown = {"page": page, "filters": filters, "states": STATES}
    return render_template("newsroom/stories/index.html", **shown)


@bp.route("/stories/new/", methods=["GET", "POST"])
@staff(*WRITERS)
@marks.takes_uploads
def new_story() -> ResponseReturnValue:
    """Write a story; it stays a draft until an editor publishes it."""
    account = signed_in_account()
    form = StoryForm.of(None, by_editor=account.may(Role.EDITOR))
    article = apply(form, account) if form.validate_on_submit() else None
    if article is None:
        return edit_page(form), form_status(form)
    record(signed_in_account(), "wrote story", article.headline, web.visit())
    db.session.commit()
    flash("Draft saved. Readers see it once it is published.", "done")
    return redirect(url_for(".story", article_id=article.id))


@bp.route("/stories/<int:article_id>/", methods=["GET", "POST"])
@staff(*WRITERS)
@marks.takes_uploads
def story(article_id: int) -> ResponseReturnValue:
    """Edit a story."""
    account = signed_in_account()
    article = article_on_desk(article_id, account, to_change=not web.is_reading())
    form = StoryForm.of(article, by_editor=account.may(Role.EDITOR))
    if not form.validate_on_submit() or not apply(form, account, article):
        return edit_page(form, article), form_status(form)
    record(account, "edited story", article.headline, web.visit(), form.changes)
    db.session.commit()
    flash("Saved." if not article.is_published else "Saved. Readers see the change now.", "done")
    return redirect(url_for(".story", article_id=article.id))


@bp.get("/stories/<int:article_id>/preview/")
@staff(*WRITERS)
def story_preview(article_id: int) -> ResponseReturnValue:
    """The story as readers will see it."""
    article = article_on_desk(article_id, signed_in_account())
    return render_template("newsroom/stories/preview.html", article=article)


@bp.post("/stories/<int:article_id>/publish/")
@staff(Role.EDITOR)
def publish_story(article_id: int) -> ResponseReturnValue:
    """Show a story to readers."""
    article = article_on_desk(article_id, signed_in_account())
    publishing.publish(article, clock.now())
    return settled(article, "published story", "Published. Readers see it now.")


@bp.post("/stories/<int:article_id>/withdraw/")
@staff(Role.EDITOR)
def withdraw_story(article_id: int) -> ResponseReturnValue:
    """Take a story back."""
    article = article_on_desk(article_id, signed_in_account())
    publishing.withdraw(article, clock.now())
    return settled(article, "withdrew story", "Withdrawn. Its address says that it is gone.")


def edit_page(
    form: StoryForm, article: Article | None = None, correction: CorrectionForm | None = None
) -> str:
    """The form of a story, and under a published one that of a correction."""
    shown = {"form": form, "article": article, "own_byline": byline_name(signed_in_account())}
    shown["correction"] = correction or CorrectionForm(None)
    return render_template("newsroom/stories/edit.html", **shown)


def settled(article: Article, act: str, sentence: str, detail: str = "") -> ResponseReturnValue:
    """Note the act, commit it and go back to the story."""
    record(signed_in_account(), act, article.headline, web.visit(), detail)
    db.session.commit()
    flash(sentence, "done")
    return redirect(url_for(".story", article_id=article.id))
