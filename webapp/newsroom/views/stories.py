"""Stories on the desk: write, edit, publish, withdraw."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...reading import publishing
from ...reading.models import Article
from ..auditing import record
from ..blueprint import bp
from ..drafting import apply, article_on_desk
from ..forms.stories import StoryForm
from ..overview import every_story
from .asking import asked_page, asked_words

WRITERS = (Role.AUTHOR, Role.EDITOR)


@bp.get("/stories/")
@staff(*WRITERS)
def stories() -> ResponseReturnValue:
    """Every story, last changed first."""
    words, state = asked_words(), request.args.get("state", "")
    page = asked_page(every_story(state, words))
    return render_template("newsroom/stories/index.html", page=page, words=words, state=state)


@bp.route("/stories/new/", methods=["GET", "POST"])
@staff(*WRITERS)
@web.takes_uploads
def new_story() -> ResponseReturnValue:
    """Write a story; it stays a draft until an editor publishes it."""
    form = StoryForm.of()
    if not form.validate_on_submit():
        return render_template("newsroom/stories/edit.html", form=form, article=None)
    article = apply(form)
    record(signed_in_account(), "wrote story", article.headline, web.visit())
    db.session.commit()
    flash("Draft saved. Readers see it once it is published.", "done")
    return redirect(url_for(".story", article_id=article.id))


@bp.route("/stories/<int:article_id>/", methods=["GET", "POST"])
@staff(*WRITERS)
@web.takes_uploads
def story(article_id: int) -> ResponseReturnValue:
    """Edit a story."""
    article = article_on_desk(article_id, signed_in_account())
    form = StoryForm.of(article)
    if not form.validate_on_submit():
        return render_template("newsroom/stories/edit.html", form=form, article=article)
    apply(form, article)
    record(signed_in_account(), "edited story", article.headline, web.visit())
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


def settled(article: Article, act: str, sentence: str) -> ResponseReturnValue:
    """Note the act, commit it and go back to the story."""
    record(signed_in_account(), act, article.headline, web.visit())
    db.session.commit()
    flash(sentence, "done")
    return redirect(url_for(".story", article_id=article.id))
