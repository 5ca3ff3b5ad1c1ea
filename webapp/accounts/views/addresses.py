"""Changing one's address: asked for here, confirmed at the new one, undone from the old one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import changing, restoring
from ..blueprint import bp
from ..forms import NewAddressForm
from ..guards import current_account, proven_lately, signed_in_account
from .entering import close_browser
from .registrations import to_check_mail


@bp.route("/address/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@proven_lately
def change_address() -> ResponseReturnValue:
    """Ask for another address."""
    form = NewAddressForm()
    if form.validate_on_submit():
        changing.ask_for_address(signed_in_account(), form.email.data)
        db.session.commit()
        return to_check_mail("address", form.email.data)
    return render_template("accounts/change_address.html", form=form), 422 if form.errors else 200


@bp.route("/address/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def confirm_address(token: str) -> ResponseReturnValue:
    """Show the old and the new address and one button; pressed, the new one is in place."""
    if request.method != "POST":
        account, new = changing.address_to_change(token)
        return render_template(
            "accounts/confirm_address.html", token=token, account=account, new=new
        )
    changing.change_address(token, web.visit())
    db.session.commit()
    flash("Your new address is in place. Sign in with it from now on.", "done")
    return redirect(url_for("accounts.account" if current_account() else "accounts.sign_in"))


@bp.route("/address/restore/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def restore_address(token: str) -> ResponseReturnValue:
    """Show what the link undoes and one button; pressed, the old address is back."""
    if request.method != "POST":
        _, change = restoring.change_to_undo(token)
        return render_template("accounts/restore_address.html", token=token, change=change)
    restoring.restore(token, web.visit())
    db.session.commit()
    close_browser()
    flash(
        "Your old address is back. Choose a new password by the link we just mailed to it.", "done"
    )
    return redirect(url_for("accounts.sign_in"))
