"""Saved stories: keep, let go, look through."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from ...marks import from_cached_page
from ...web import wants_json, way_back
from .. import saving, shelving
from ..addressing import article_url
from ..blueprint import bp
from ..listing import cards_of
from ..models import Article
from .lists import asked_page
from .wishes import ask_to_sign_in

ADDRESS = "/account/saved/<int:article_id>/"


@bp.get("/account/saved/")
@signed_in
def saved() -> str:
    """What the reader keeps: a folder or all, read or not, in the order asked for."""
    choice = _asked_choice()
    shelves = shelving.shelves_of(current_user.id)
    if not (choice.is_known and shelves.has(choice.folder)):
        abort(404)
    page = asked_page(shelving.chosen(current_user.id, choice))
    groups = saving.by_month(page.items) if choice.is_by_saving else [("", page.items)]
    shown = {"shelves": shelves, "shown": shelving.SHOWN, "sorts": shelving.SORTS}
    return render_template("reading/saved.html", page=page, groups=groups, choice=choice, **shown)


def _asked_choice() -> shelving.Choice:
    said = request.args
    folder = said.get("folder", type=int)
    return shelving.Choice(folder, said.get("show", ""), said.get("sort", ""))


@bp.post(ADDRESS)
@from_cached_page
def save(article_id: int) -> ResponseReturnValue:
    """Keep a story, or bring it back; without an account, ask to sign in first."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return ask_to_sign_in(article_url(article), "save", article_id)
    saving.save(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=True)


@bp.post(ADDRESS + "remove/")
@from_cached_page
def unsave(article_id: int) -> ResponseReturnValue:
    """Let a story go."""
    article = db.first_or_404(cards_of([article_id]))
    if not current_user.is_authenticated:
        return ask_to_sign_in(article_url(article))
    saving.unsave(current_user.id, article)
    db.session.commit()
    return _answer(article, saved=False)


def _answer(article: Article, *, saved: bool) -> ResponseReturnValue:
    """JSON for a script that asks for it; for a form, back to the page it stood on."""
    if wants_json():
        return jsonify(saved=saved)
    if saved:
        flash(f"Saved “{article.headline}”.", "done")
    else:
        undo = url_for("reading.save", article_id=article.id)
        flash(f"Removed “{article.headline}”.", f"next {undo}")
    return redirect(way_back() or article_url(article))


@bp.post(ADDRESS + "read/")
@from_cached_page
@signed_in
def mark_read(article_id: int) -> ResponseReturnValue:
    """Note that a kept story was read."""
    return _mark(article_id, read=True)


@bp.post(ADDRESS + "read/remove/")
@from_cached_page
@signed_in
def mark_unread(article_id: int) -> ResponseReturnValue:
    """Note that it is still to be read."""
    return _mark(article_id, read=False)


def _mark(article_id: int, *, read: bool) -> ResponseReturnValue:
    if not saving.mark_read(current_user.id, article_id, read=read):
        abort(404)
    db.session.commit()
    if wants_json():
        return jsonify(read=read)
    return redirect(way_back() or url_for("reading.saved"))
