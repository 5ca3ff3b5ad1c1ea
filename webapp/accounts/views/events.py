"""The safety of an account: what happened to it, for its owner to see."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from ...paging import page_number, page_of
from .. import noting
from ..blueprint import bp
from ..guards import signed_in, signed_in_account


@bp.get("/safety/")
@signed_in
def safety() -> ResponseReturnValue:
    """What happened, when and from where, the newest first."""
    number = page_number(request.args.get("page"))
    page = page_of(noting.events_of(signed_in_account()), number or 1)
    if number is None or not page.exists:
        abort(404)
    return render_template("accounts/safety.html", page=page, kept=noting.KEPT)
