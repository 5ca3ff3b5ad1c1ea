"""The page behind a confirmation link: one question, one button."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db
from .. import confirming, links
from ..blueprint import bp
from ..consenting import Proof
from ..wording import CONFIRM
from .answers import private_page, see


@bp.route("/subscribe/confirm/<token>/", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Ask whether the address's owner agrees, or say kindly that all is done; a POST confirms."""
    if request.method == "POST":
        confirming.confirm(token, _proof(token))
        db.session.commit()
        return see("subscriptions.confirm", token=token)
    confirmation = confirming.look_up(token)
    return private_page(
        "subscriptions/confirm.html" if confirmation.waiting else "subscriptions/confirmed.html",
        confirmation=confirmation,
        wording=CONFIRM,
        token=token,
        link=links.preferences_url(confirmation.subscriber),
    )


def _proof(token: str) -> Proof:
    return Proof("confirmation link", CONFIRM, web.visit(), link=links.id_of(token))
