"""Confirming an account: the link shows a button, the button confirms."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from .. import confirming
from ..blueprint import bp


@bp.route("/confirm/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Show the address and one button; pressed, the account is confirmed."""
    if request.method != "POST":
        account = confirming.account_to_confirm(token)
        return render_template("accounts/confirm.html", token=token, account=account)
    confirming.confirm(token)
    db.session.commit()
    flash("Your address is confirmed. Sign in and you are there.", "done")
    return redirect(url_for("accounts.sign_in"))
