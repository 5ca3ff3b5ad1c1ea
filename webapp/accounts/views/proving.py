"""Proving once more that it is you, before anything that changes the account."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import changing, proving
from ..blueprint import bp
from ..forms import ProofForm
from ..guards import signed_in, signed_in_account
from ..models import Factor
from .codes import shown_by
from .entering import renew_browser


@bp.route("/prove/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def prove() -> ResponseReturnValue:
    """Ask for what the owner has at hand; shown, the next ten minutes are free of it."""
    account = signed_in_account()
    form = ProofForm(next=web.safe_next(""))
    ways = proving.ways_now(account)
    shown = _shown(form, ways) if form.validate_on_submit() else None
    if shown:
        renew_browser(account, shown)
        db.session.commit()
        return redirect(web.safe_next(url_for("accounts.account")))
    return render_template("accounts/prove.html", form=form, ways=ways), 422 if form.errors else 200


def _shown(form: ProofForm, ways: proving.Ways) -> Factor | None:
    """What the form shows; None with the reason at the field."""
    account = signed_in_account()
    if form.code.data and ways.takes_codes:
        return shown_by(form, account)
    if not ways.password:
        form.code.errors = ["Type the code."]
        return None
    if not form.password.data:
        form.password.errors = ["Type your password."]
        return None
    try:
        return proving.accept_password(account, form.password.data)
    except changing.WrongPassword as problem:
        form.password.errors = [problem.sentence]
        return None
