"""Being written to again: asked for on one's own page, confirmed by a link in a mail."""

from __future__ import annotations

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import lifting, links, preferring
from ..blueprint import bp
from ..consenting import Proof
from ..models import subscriber_by_email
from ..wording import AGAIN
from .answers import private_page, see


@bp.post("/preferences/<token>/again/")
@limiter.limit("30 per minute")
def ask_to_lift(token: str) -> Response:
    """Mail a suppressed person the link that lifts the suppression."""
    subscriber = preferring.look_up(token).subscriber
    lifting.ask(subscriber)
    email = subscriber.email
    db.session.commit()
    return private_page("subscriptions/lift_asked.html", email=email)


@bp.route("/subscribe/again/<token>/", methods=["GET", "POST"])
def lift(token: str) -> ResponseReturnValue:
    """Ask whether the owner of the address wants letters again; a POST lifts the suppression."""
    if request.method != "POST":
        found = lifting.look_up(token)
        return private_page(
            "subscriptions/lift.html", suppression=found, wording=AGAIN, token=token
        )
    email = lifting.lift(token, Proof("lift link", AGAIN, web.visit(), link=links.id_of(token)))
    subscriber = db.session.scalars(subscriber_by_email(email)).one()
    next_token = links.preferences_token(subscriber)
    flash("Done. Letters may come to this address again: those that are ticked here.", "done")
    db.session.commit()
    return see("subscriptions.preferences", token=next_token)
