"""Agreeing to a privacy notice that has changed; reading goes on meanwhile."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ..blueprint import bp
from ..guards import signed_in, signed_in_account
from ..rights import agreeing


@bp.get("/privacy/")
@signed_in
def privacy() -> ResponseReturnValue:
    """Say which version is in force, and ask."""
    goal = web.safe_next(url_for("accounts.account"))
    if not agreeing.has_to_agree(signed_in_account()):
        return redirect(goal)
    shown = {"version": agreeing.version_now(), "next": goal}
    return render_template("accounts/privacy.html", account=signed_in_account(), **shown)


@bp.post("/privacy/")
@limiter.limit("30 per minute")
@signed_in
def agree() -> ResponseReturnValue:
    """Note the version that was shown; a newer one is shown once more."""
    goal = web.safe_next(url_for("accounts.account"))
    if not agreeing.agree(signed_in_account(), request.form.get("version", "")):
        return redirect(url_for("accounts.privacy", next=goal))
    db.session.commit()
    flash("Thank you. We noted that you agree.", "done")
    return redirect(goal)
