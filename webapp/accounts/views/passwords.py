"""Passwords: forgotten, chosen by a mailed link, changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...tokens import Purpose
from .. import changing, recovering, signing_in
from ..blueprint import bp
from ..forms import AddressForm, ChangePasswordForm, NewPasswordForm
from ..guards import signed_in, signed_in_account
from .registrations import to_check_mail
from .sessions import close_browser, open_browser


@bp.route("/forgot/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def forgot() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    form = AddressForm()
    if form.validate_on_submit():
        recovering.ask(form.email.data)
        db.session.commit()
        return to_check_mail("password", form.email.data)
    return render_template("accounts/forgot.html", form=form), 422 if form.errors else 200


@bp.route("/reset/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password in place of a forgotten one."""
    return _choose(recovering.RESET, token)


@bp.route("/welcome/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def welcome(token: str) -> ResponseReturnValue:
    """Choose the first password, as invited staff."""
    return _choose(recovering.INVITE, token)


def _choose(purpose: Purpose, token: str) -> ResponseReturnValue:
    """The page with the new password; sent, it signs out every browser, this one too."""
    account = recovering.account_to_recover(purpose, token)
    form = NewPasswordForm(account.email)
    if form.validate_on_submit():
        db.session.rollback()  # hashing takes 20 ms: no lock is held meanwhile
        recovering.choose_password(purpose, token, form.password.data)
        db.session.commit()
        close_browser()
        flash("Your new password is saved. Sign in with it.", "done")
        return redirect(url_for("accounts.sign_in"))
    status = 422 if form.errors else 200
    return render_template("accounts/reset.html", form=form, email=account.email), status


@bp.route("/password/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    account = signed_in_account()
    form = ChangePasswordForm(account.email)
    if form.validate_on_submit():
        try:
            return _changed(form)
        except changing.WrongPassword as problem:
            form.current_password.errors = [problem.sentence]
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200


def _changed(form: ChangePasswordForm) -> ResponseReturnValue:
    account = signed_in_account()
    kept = account.current_session
    changing.change_password(account, form.current_password.data, form.password.data)
    open_browser(account, remember=kept is not None and signing_in.is_remembered(kept))
    db.session.commit()
    flash("Your new password is saved. Every other browser is signed out.", "done")
    return redirect(url_for("accounts.account"))
