"""What a reader follows: begin, end, look through."""

from __future__ import annotations

from flask import Response, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from ...marks import from_cached_page
from ...web import wants_json, way_back
from .. import following, gathering
from ..blueprint import bp
from ..edition.sharing import with_switches
from .lists import asked_number
from .wishes import ask_to_sign_in

ADDRESS = "/account/following/<any(section,topic,author):kind>/<int:thing_id>/"


@bp.post(ADDRESS)
@from_cached_page
def follow(kind: str, thing_id: int) -> ResponseReturnValue:
    """Follow a section, a topic or an author; without an account, ask to sign in first."""
    found = _found(kind, thing_id)
    if not current_user.is_authenticated:
        return ask_to_sign_in(address_of(kind, found), "follow", kind, thing_id)
    following.follow(current_user.id, kind, thing_id)
    db.session.commit()
    return _answer(kind, found, on=True)


@bp.post(ADDRESS + "remove/")
@from_cached_page
def unfollow(kind: str, thing_id: int) -> ResponseReturnValue:
    """Follow it no longer."""
    found = _found(kind, thing_id)
    if not current_user.is_authenticated:
        return ask_to_sign_in(address_of(kind, found))
    following.unfollow(current_user.id, kind, thing_id)
    db.session.commit()
    return _answer(kind, found, on=False)


def address_of(kind: str, found: following.Thing) -> str:
    """The page of what is followed."""
    return url_for(f"reading.{kind}", slug=found.slug)


def _found(kind: str, thing_id: int) -> following.Thing:
    return following.thing(kind, thing_id) or abort(404)


def _answer(kind: str, found: following.Thing, *, on: bool) -> ResponseReturnValue:
    """JSON for a script that asks for it; for a form, back to the page it stood on."""
    if wants_json():
        return jsonify(following=on)
    flash(f"You follow {found.name} {'now' if on else 'no longer'}.", "done" if on else "next")
    return redirect(way_back() or address_of(kind, found))


@bp.get("/account/following/")
@signed_in
def following_all() -> str:
    """All that the reader follows."""
    follows = db.session.scalars(following.follows_of(current_user.id)).all()
    return render_template("reading/following.html", follows=follows)


@bp.get("/account/for-you/")
@signed_in
def for_you() -> Response:
    """The newest stories of what the reader follows; of the whole paper, when that is nothing."""
    number = asked_number()
    if number > gathering.DEEPEST:
        abort(404)
    followed = following.followed_by(current_user.id)
    page = gathering.gather(followed, number)
    if not page.items and number > 1:
        abort(404)
    shown = {"page": page, "followed": followed, "reasons": gathering.reasons}
    return with_switches(render_template("reading/for_you.html", **shown), current_user.id)
