"""Wishes: what someone without an account pressed, done as soon as they have signed in.

The press was a POST and so is the signing in: no GET changes anything. Until then the wish waits
in the browser’s own session.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, flash, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in

from ... import web
from ...accounts.models import Account
from ...extensions import db
from ...outcomes import Outcome
from .. import following, saving
from ..blueprint import bp
from ..listing import cards_of

WISH = "wish"


def ask_to_sign_in(back: str, *wish: str | int) -> ResponseReturnValue:
    """Remember the wish and ask to sign in; a script is only told where."""
    address = url_for("accounts.sign_in", next=web.way_back() or back)
    if web.wants_json():
        return jsonify(sign_in=address), 401
    session[WISH] = wish
    flash("Sign in first. What you pressed is done as soon as you are signed in.", "next")
    return redirect(address)


@bp.before_app_request
def hold_wish() -> None:
    """Keep the wish over the signing in, whichever way, which begins a new session."""
    if request.blueprint == "accounts" and request.method == "POST":
        g.wish = session.get(WISH)


def fulfil(_app: Flask, user: Account, **_: Any) -> None:
    """Do what was wished, in the transaction that signs the reader in."""
    try:
        _do(user.id, g.get("wish"))
    except Outcome as refused:  # it must not keep anybody from signing in
        flash(refused.sentence, "refused")


def _do(account_id: int, wish: Any) -> None:
    match wish:
        case ["save", int(number)]:
            article = db.session.scalar(cards_of([number]))
            if article:
                saving.save(account_id, article)
                flash(f"Saved “{article.headline}”.", "done")
        case ["follow", str(kind), int(number)]:
            found = following.thing(kind, number)
            if found:
                following.follow(account_id, kind, number)
                flash(f"You follow {found.name} now.", "done")


user_logged_in.connect(fulfil)
