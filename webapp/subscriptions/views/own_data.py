"""What is kept under one's address: to take away, and to have erased, by a link mailed for it."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.rights import exporting
from ...extensions import db, limiter
from ...templating import today
from .. import preferring, vouching
from ..blueprint import bp
from .answers import private_page


@bp.post("/preferences/<token>/data/")
@limiter.limit("30 per minute")
def ask_for_data(token: str) -> Response:
    """Mail the address a link to what is kept under it."""
    subscriber = preferring.look_up(token).subscriber
    vouching.ask(subscriber)
    email = subscriber.email
    db.session.commit()
    return private_page("subscriptions/data_asked.html", email=email)


@bp.route("/preferences/data/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def own_data(token: str) -> ResponseReturnValue:
    """Show what is kept, and one button; pressed, it is erased."""
    if request.method == "POST":
        vouching.erase(token)
        db.session.commit()
        return private_page("subscriptions/erased.html")
    subscriber = vouching.look_up(token)
    parts = [part for name, part in exporting.PARTS.items() if name in exporting.BY_ADDRESS]
    return private_page(
        "subscriptions/own_data.html", email=subscriber.email, parts=parts, token=token
    )


@bp.get("/preferences/data/<token>/everything.zip")
@limiter.limit("30 per minute")
def own_data_file(token: str) -> Response:
    """All of it as a file."""
    name = f"letters-{today():%Y-%m-%d}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = vouching.everything(token)
    return web.keep_private(Response(content, mimetype="application/zip", headers=disposition))
