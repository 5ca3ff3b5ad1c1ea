"""Another address for one's letters: asked for on one's page, confirmed there, undone from here."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import links, moving, preferring, returning
from ..blueprint import bp
from ..consenting import Proof
from ..preference_forms import MoveForm
from ..wording import MOVE, RETURN
from .answers import private_page
from .page import letters_page, see_letters


@bp.post("/preferences/<token>/address/")
@limiter.limit("30 per minute")
def ask_to_move(token: str) -> ResponseReturnValue:
    """Mail a link to the new address; every address gets the same answer."""
    found = preferring.look_up(token)
    form = MoveForm(found.subscriber.email)
    if not form.validate():
        return letters_page(found, 422, move=form)
    moving.ask(found.subscriber, form.address)
    db.session.commit()
    return private_page("subscriptions/move_asked.html", email=form.address)


@bp.route("/preferences/move/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def move(token: str) -> ResponseReturnValue:
    """Ask the owner of the new address; a POST moves the letters."""
    if request.method != "POST":
        asked = moving.look_up(token)
        return private_page("subscriptions/move.html", asked=asked, wording=MOVE, token=token)
    proof = Proof("move link", MOVE, web.visit(), link=links.id_of(token))
    holder = moving.move(token, proof)
    db.session.commit()
    flash(f"Done. Your letters come to {holder.email} from the next issue on.", "done")
    return see_letters(holder)


@bp.route("/preferences/move-back/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def return_letters(token: str) -> ResponseReturnValue:
    """Show what the link undoes and one button; pressed, the letters are back."""
    if request.method != "POST":
        moved = returning.look_up(token)
        return private_page(
            "subscriptions/return_letters.html", moved=moved, wording=RETURN, token=token
        )
    proof = Proof("return link", RETURN, web.visit(), link=links.id_of(token))
    holder = returning.take_back(token, proof)
    db.session.commit()
    flash("Your letters come to this address again.", "done")
    return see_letters(holder)
