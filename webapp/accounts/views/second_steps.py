"""The second step of signing in, for who chose to have one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import limiter
from .. import proving
from ..blueprint import bp
from ..forms import CodeForm
from .codes import shown_by
from .entering import half_way, let_in

RECOVERY = "recovery-code"  # what ?by= says when the phone is not at hand


@bp.route("/second-step/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def second_step() -> ResponseReturnValue:
    """Ask for the second factor of who showed the first a moment ago in this browser."""
    begun = half_way()
    if begun is None:
        flash("Sign in again. The second step has to follow the first within ten minutes.", "next")
        return redirect(url_for("accounts.sign_in", next=web.safe_next("")))
    form = CodeForm(next=web.safe_next(""))
    shown = shown_by(form, begun.account) if form.validate_on_submit() else None
    if shown:
        return let_in(begun.account, *begun.factors, shown, remember=begun.remember)
    ways = proving.ways(begun.account)
    by_recovery = request.args.get("by") == RECOVERY or not ways.app
    page = render_template(
        "accounts/second_step.html", form=form, ways=ways, by_recovery=by_recovery
    )
    return page, 422 if form.errors else 200
