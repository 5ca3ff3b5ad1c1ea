"""The page behind a leave link: one button; and the mail program's own button (RFC 8058)."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import csrf, db
from .. import farewelling, leaving, links
from ..blueprint import bp
from ..consenting import Proof
from ..links import Leaving
from ..models import Ended
from ..preference_forms import FarewellForm
from ..wording import UNDO
from .answers import private_page, see


@bp.route("/unsubscribe/<token>/", methods=["GET", "POST"])
@csrf.exempt  # for the mail program alone; every other POST is checked below
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask once, or say what was left; a POST ends the subscription."""
    leave = links.read_unsubscribe(token)
    if request.method == "POST":
        return _one_click(leave, token) if _is_one_click() else _leave(leave, token)
    return leave_page(leave, token)


def leave_page(leave: Leaving, token: str, status: int = 200, **forms: Any) -> Response:
    """The question, or what was left; ``forms`` are those that come back with what was typed."""
    standing = leaving.look_up(leave)
    return private_page(
        "subscriptions/left.html" if standing.subscription.ended_at else "subscriptions/leave.html",
        status,
        standing=standing,
        token=token,
        link=links.preferences_url(standing.subscriber),
        wording=UNDO,
        left=farewelling.unsaid(standing.subscriber.id),
        farewell=forms.get("farewell") or FarewellForm(formdata=None),
        farewell_to=url_for("subscriptions.say_farewell_by_link", token=token),
    )


@bp.post("/unsubscribe/<token>/undo/")
def undo(token: str) -> ResponseReturnValue:
    """Join again what was left a moment ago."""
    leaving.undo(
        links.read_unsubscribe(token), Proof("undo", UNDO, web.visit(), link=links.id_of(token))
    )
    db.session.commit()
    return see("subscriptions.unsubscribe", token=token)


def _is_one_click() -> bool:
    """Whether a mail program asks: it has no cookie, and must get no redirect (RFC 8058, 3.1)."""
    return request.form.get("List-Unsubscribe") == "One-Click"


def _one_click(leave: Leaving, token: str) -> Response:
    leaving.leave(leave, Ended.ONE_CLICK, _proof("one-click", leave, token))
    db.session.commit()
    return web.keep_private(Response("You have left this list.\n", mimetype="text/plain"))


def _leave(leave: Leaving, token: str) -> Response:
    csrf.protect()
    proof = _proof("leave link", leave, token)
    if "everything" in request.form:
        if leaving.leave_everything(leave.subscriber_id, proof):
            leaving.tell(leave)
    else:
        leaving.leave(leave, Ended.UNSUBSCRIBED, proof)
    db.session.commit()
    return see("subscriptions.unsubscribe", token=token)


def _proof(source: str, leave: Leaving, token: str) -> Proof:
    named = "" if leave.campaign_id is None else f"campaign {leave.campaign_id}"
    return Proof(source, visit=web.visit(), evidence=named, link=links.id_of(token))
