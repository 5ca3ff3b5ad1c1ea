"""Saved stories: keep, let go, look through."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from ...web import from_cached_page, way_back
from ..addressing import article_url
from ..blueprint import bp
from ..listing import cards_of, saved_by
from ..models import Article
from ..saving import by_month
from ..saving import save as keep
from ..saving import unsave as let_go
from .lists import asked_page
from .wishes import ask_to_sign_in, wants_json


@bp.get("/account/saved/")
@signed_in
def saved() -> str:
    """What the reader saved, by month, last saved first."""
    page = asked_page(saved_by(current_user.id))
    return render_template("reading/saved.html", page=page, months=by_month(page.items))


@bp.post("/account/saved/<int:article_id>/")
@from_cached_page
def save(article_id: int) -> ResponseReturnValue:
    """Keep a story; without an account, ask to sign in first."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return ask_to_sign_in(article_url(article), "save", article_id)
    keep(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=True)


@bp.post("/account/saved/<int:article_id>/remove/")
@from_cached_page
def unsave(article_id: int) -> ResponseReturnValue:
    """Let a story go."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return ask_to_sign_in(article_url(article))
    let_go(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=False)


def _answer(article: Article, *, saved: bool) -> ResponseReturnValue:
    """JSON for a script that asks for it; for a form, back to the page it stood on."""
    if wants_json():
        return jsonify(saved=saved)
    word = "Saved" if saved else "Removed"
    flash(f"{word} “{article.headline}”.", "done" if saved else "next")
    return redirect(way_back() or article_url(article))
