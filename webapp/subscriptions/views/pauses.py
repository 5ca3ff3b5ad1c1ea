"""Pausing every letter, and ending the pause before its day."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db
from .. import links, pausing, preferring
from ..blueprint import bp
from ..consenting import Proof
from ..preference_forms import PauseForm
from ..wording import PAUSE
from .page import letters_page, see_letters


@bp.post("/preferences/<token>/pause/")
def pause(token: str) -> ResponseReturnValue:
    """Send nothing until the day that was chosen."""
    found, form = preferring.look_up(token), PauseForm()
    day = form.until.data
    if not form.validate() or day is None:
        return letters_page(found, 422, pause=form)
    pausing.pause(found.subscriber, day, _proof(token))
    db.session.commit()
    flash(f"Saved. No letter comes before {day:%-d %B %Y}.", "done")
    return see_letters(found.subscriber)


@bp.post("/preferences/<token>/resume/")
def resume(token: str) -> ResponseReturnValue:
    """End the pause now."""
    found = preferring.look_up(token)
    pausing.resume(found.subscriber, _proof(token))
    db.session.commit()
    flash("The pause has ended. Letters come again from the next issue on.", "done")
    return see_letters(found.subscriber)


def _proof(token: str) -> Proof:
    return Proof("preferences", PAUSE, web.visit(), link=links.id_of(token))
