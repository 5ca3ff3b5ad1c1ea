"""A copy of everything we keep about an account: asked for, and fetched by a mailed link."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from ... import web
from ...extensions import db, limiter
from ...templating import today
from ..blueprint import bp
from ..guards import proven_lately, signed_in_account
from ..rights import copying, exporting
from .registrations import to_check_mail


@bp.route("/export/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@proven_lately
def export() -> ResponseReturnValue:
    """Say what a copy holds; asked for, it is made by a job."""
    account, form = signed_in_account(), FlaskForm()
    if form.validate_on_submit():
        copying.ask(account, web.visit())
        db.session.commit()
        return to_check_mail("copy", account.email)
    parts = exporting.PARTS.values()
    return render_template("accounts/export.html", form=form, parts=parts, kept=copying.KEPT)


@bp.route("/export/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@proven_lately
def fetch_copy(token: str) -> ResponseReturnValue:
    """Show when the copy was made and one button; pressed, it comes."""
    copy = copying.copy_behind(token, signed_in_account())
    if request.method != "POST":
        return render_template("accounts/fetch_copy.html", token=token, copy=copy)
    name = f"account-{today():%Y-%m-%d}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(copy.archive, mimetype="application/zip", headers=disposition)
