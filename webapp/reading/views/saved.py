"""Saved stories: keep, let go, look through."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from ...web import safe_next
from ..addressing import article_url
from ..blueprint import bp
from ..listing import cards_of, saved_by
from ..models import Article
from ..saving import by_month
from ..saving import save as keep
from ..saving import unsave as let_go
from .lists import asked_page

JSON = "application/json"


@bp.get("/account/saved/")
@signed_in
def saved() -> str:
    """What the reader saved, by month, last saved first."""
    page = asked_page(saved_by(current_user.id))
    return render_template("reading/saved.html", page=page, months=by_month(page.items))


@bp.post("/account/saved/<int:article_id>/")
def save(article_id: int) -> ResponseReturnValue:
    """Keep a story; without an account, ask to sign in and come back to it."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return _ask_to_sign_in(article)
    keep(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=True)


@bp.post("/account/saved/<int:article_id>/remove/")
def unsave(article_id: int) -> ResponseReturnValue:
    """Let a story go."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return _ask_to_sign_in(article)
    let_go(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=False)


def _answer(article: Article, *, saved: bool) -> ResponseReturnValue:
    """JSON for a script that asks for it; for a form, back to the page it stood on."""
    if _wants_json():
        return jsonify(saved=saved)
    word = "Saved" if saved else "Removed"
    flash(f"{word} “{article.headline}”.", "done" if saved else "next")
    return redirect(safe_next(article_url(article)))


def _ask_to_sign_in(article: Article) -> ResponseReturnValue:
    address = url_for("accounts.sign_in", next=article_url(article))
    if _wants_json():
        return jsonify(saved=False, sign_in=address), 401
    flash("Sign in to save stories. You will come back to the one you were reading.", "next")
    return redirect(address)


def _wants_json() -> bool:
    return (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )
