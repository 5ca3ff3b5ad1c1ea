"""An authenticator app: set up, taken into use by its digits, removed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ..blueprint import bp
from ..factors import authenticating, removing, rescuing, trying
from ..factors.authenticating import WrongCode
from ..forms import CodeForm
from ..guards import proven_lately, signed_in_account
from ..models import Factor
from .entering import renew_browser
from .recovery_codes import show_codes


@bp.post("/authenticator/begin/")
@proven_lately
def begin_authenticator() -> ResponseReturnValue:
    """Make a secret for the app, and show it."""
    authenticating.begin(signed_in_account())
    db.session.commit()
    return redirect(url_for("accounts.authenticator", next=web.safe_next("")))


@bp.route("/authenticator/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@proven_lately
def authenticator() -> ResponseReturnValue:
    """Show the secret as a picture and as text; with digits of the app, take it into use."""
    account = signed_in_account()
    found = db.session.scalar(authenticating.authenticator_of(account))
    if found is None or found.confirmed_at:
        return redirect(url_for("accounts.account", _anchor="second-factor"))
    form = CodeForm(next=web.safe_next(""))
    if form.validate_on_submit() and (done := _confirmed(form)):
        return done
    page = render_template(
        "accounts/authenticator.html",
        form=form,
        picture=authenticating.picture_of(account, found),
        secret=authenticating.secret_of(found),
    )
    return page, 422 if form.errors else 200


def _confirmed(form: CodeForm) -> ResponseReturnValue | None:
    """The page after the app was taken into use; None with the reason at the field."""
    account = signed_in_account()
    try:
        trying.count(account, Factor.AUTHENTICATOR)
        authenticating.confirm(account, rescuing.squeezed(form.code.data), web.visit())
    except (WrongCode, trying.TooManyTries) as problem:
        db.session.commit()  # a refused try counts
        form.code.errors = [problem.sentence]
        return None
    trying.forget(account, Factor.AUTHENTICATOR)
    renew_browser(account, Factor.AUTHENTICATOR)
    db.session.commit()
    flash("Your authenticator app is in use. From now on signing in asks for its digits.", "done")
    return redirect(web.safe_next("")) if rescuing.left(account) else show_codes()


@bp.route("/authenticator/remove/", methods=["GET", "POST"])
@proven_lately
def remove_authenticator() -> ResponseReturnValue:
    """Say what goes with the app; pressed, it is removed, and every other browser signed out."""
    if not web.is_reading():
        removing.remove_authenticator(signed_in_account(), web.visit())
        db.session.commit()
        flash("Your authenticator app is removed. Every other browser is signed out.", "done")
        return redirect(url_for("accounts.account", _anchor="second-factor"))
    return render_template("accounts/remove_authenticator.html")
