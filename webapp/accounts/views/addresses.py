"""Changing one's address: asked for here, confirmed by a link mailed to the new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from .. import changing
from ..blueprint import bp
from ..forms import NewAddressForm
from ..guards import current_account, signed_in, signed_in_account
from .registrations import to_check_mail


@bp.route("/address/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def change_address() -> ResponseReturnValue:
    """Ask for another address."""
    form = NewAddressForm()
    if form.validate_on_submit():
        try:
            changing.ask_for_address(signed_in_account(), form.email.data, form.password.data)
        except changing.WrongPassword as problem:
            form.password.errors = [problem.sentence]
        else:
            db.session.commit()
            return to_check_mail("address", form.email.data)
    return render_template("accounts/change_address.html", form=form), 422 if form.errors else 200


@bp.route("/address/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def confirm_address(token: str) -> ResponseReturnValue:
    """Show the old and the new address and one button; pressed, the new one is in place."""
    try:
        if request.method != "POST":
            account, new = changing.address_to_change(token)
            return render_template(
                "accounts/confirm_address.html", token=token, account=account, new=new
            )
        changing.change_address(token)
    except changing.AddressChangedAlready as done:
        return render_template("accounts/done_already.html", done=done)
    db.session.commit()
    flash("Your new address is in place. Sign in with it from now on.", "done")
    return redirect(url_for("accounts.account" if current_account() else "accounts.sign_in"))
