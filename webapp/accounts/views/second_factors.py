"""Second factors: the page that has staff add one before they enter the newsroom."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from .. import entering
from ..blueprint import bp
from ..guards import signed_in, signed_in_account


@bp.get("/second-factor/")
@signed_in
def second_factor() -> ResponseReturnValue:
    """Lead who has a second factor to the page that asks for it; let others add one."""
    if entering.has_second_factor(signed_in_account()):
        return redirect(url_for("accounts.prove", next=web.safe_next("")))
    way_on = web.safe_next(url_for("accounts.account"))
    return render_template("accounts/second_factor.html", way_on=way_on)
