"""The account page: who one is, where one is signed in, and the ways to change either."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from .. import proving, signing_in
from ..blueprint import bp
from ..forms import NameForm
from ..guards import signed_in, signed_in_account
from ..models import passkeys_of

MOST_SHOWN = 50


@bp.get("/")
@signed_in
def account() -> ResponseReturnValue:
    """Show the account."""
    mine = signed_in_account()
    return render_template(
        "accounts/account.html",
        account=mine,
        sessions=signing_in.browsers_of(mine, MOST_SHOWN),
        factors=proving.second_factors(mine),
        passkeys=db.session.scalars(passkeys_of(mine.id)).all(),
    )


@bp.route("/name/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def change_name() -> ResponseReturnValue:
    """Change what the paper calls its reader."""
    mine = signed_in_account()
    form = NameForm(obj=mine)
    if form.validate_on_submit():
        mine.name = " ".join(form.name.data.split())
        db.session.commit()
        flash("Your name is saved.", "done")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/change_name.html", form=form), 422 if form.errors else 200
