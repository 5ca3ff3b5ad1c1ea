"""Deleting one's account."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from .. import changing, deleting
from ..blueprint import bp
from ..forms import DeletionForm
from ..guards import signed_in, signed_in_account
from .sessions import close_browser


@bp.route("/delete/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def delete() -> ResponseReturnValue:
    """Say what goes and what stays; with the password, delete it."""
    form = DeletionForm()
    if form.validate_on_submit():
        try:
            deleting.delete(signed_in_account(), form.password.data)
        except changing.WrongPassword as problem:
            form.password.errors = [problem.sentence]
        else:
            db.session.commit()
            close_browser()
            flash("Your account is deleted. Thank you for reading with us.", "done")
            return redirect(url_for("reading.front"))
    return render_template("accounts/delete.html", form=form), 422 if form.errors else 200
