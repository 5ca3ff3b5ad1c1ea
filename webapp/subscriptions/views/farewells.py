"""Why somebody left: asked once they have, on the page they are on."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from .. import farewelling, links, preferring
from ..blueprint import bp
from ..preference_forms import FarewellForm
from .answers import see
from .page import letters_page, see_letters
from .unsubscribe import leave_page

THANKS = "Thank you. The editors read it."


@bp.post("/preferences/<token>/why/")
@limiter.limit("30 per minute")
def say_farewell(token: str) -> ResponseReturnValue:
    """Keep why somebody left, from their own page."""
    found, form = preferring.look_up(token), FarewellForm()
    if not form.validate():
        return letters_page(found, 422, farewell=form)
    _keep(found.subscriber.id, form)
    return see_letters(found.subscriber)


@bp.post("/unsubscribe/<token>/why/")
@limiter.limit("30 per minute")
def say_farewell_by_link(token: str) -> ResponseReturnValue:
    """The same from the page behind a leave link."""
    leave, form = links.read_unsubscribe(token), FarewellForm()
    if not form.validate():
        return leave_page(leave, token, 422, farewell=form)
    _keep(leave.subscriber_id, form)
    return see("subscriptions.unsubscribe", token=token)


def _keep(subscriber_id: int, form: FarewellForm) -> None:
    farewelling.say(farewelling.unsaid(subscriber_id), form.why, form.words.data or "")
    db.session.commit()
    flash(THANKS, "done")
