"""What a reader follows: begin, end, look through."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...extensions import db
from ...web import from_cached_page, way_back
from .. import following
from ..blueprint import bp
from .wishes import ask_to_sign_in, wants_json

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
