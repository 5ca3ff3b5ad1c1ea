"""Registering, and the page that sends people to their mail."""

from __future__ import annotations

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...suggesting import suggestion_for
from .. import registering
from ..blueprint import bp
from ..forms import RegistrationForm
from ..rights import agreeing

ASKED = "asked"  # what this browser asked mail for: a word and an address, in its own cookie


@bp.route("/register/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def register() -> ResponseReturnValue:
    """Ask for an account."""
    form = RegistrationForm()
    if not form.is_submitted():
        form.notice.data = agreeing.version_now()
    elif form.validate():
        registering.register(form.email.data, form.password.data, form.notice.data)
        db.session.commit()
        return to_check_mail("account", form.email.data)
    return render_template("accounts/register.html", form=form), 422 if form.errors else 200


def to_check_mail(asked: str, email: str) -> ResponseReturnValue:
    """Send people to their mail, in the same words whatever the address is to us."""
    session[ASKED] = [asked, email]
    return redirect(url_for("accounts.check_mail"))


@bp.get("/check-mail/")
def check_mail() -> ResponseReturnValue:
    """Say which mail to look for."""
    if ASKED not in session:
        return redirect(url_for("accounts.sign_in"))
    asked, email = session[ASKED]
    suggested = suggestion_for(email) if asked == "account" else ""
    shown = {"asked": asked, "email": email, "suggested": suggested}
    return render_template("accounts/check_mail.html", **shown)
