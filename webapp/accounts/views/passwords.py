"""Passwords: forgotten, chosen by a mailed link, changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import changing, entering, passwords, recovering
from ..blueprint import bp
from ..forms import AddressForm, ChangePasswordForm, NewPasswordForm
from ..guards import signed_in, signed_in_account
from .entering import close_browser, open_browser, remember_browser
from .registrations import to_check_mail

ALONE = "alone"  # what ?alone= says: the new password is to do without a second step


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
    """Choose a new password in place of a forgotten one; it signs out every browser, this too."""
    account = recovering.account_to_recover(token)
    form = NewPasswordForm(account.email, entering.shortest_password(account))
    if form.validate_on_submit():
        db.session.rollback()  # hashing takes 20 ms: no lock is held meanwhile
        chosen = recovering.choose_password(token, form.password.data, web.visit())
        answer = redirect(url_for("accounts.sign_in"))
        remember_browser(answer, chosen)  # its owner read the mail in it: nobody else slows it down
        db.session.commit()
        close_browser()
        flash("Your new password is saved. Sign in with it.", "done")
        return answer
    status = 422 if form.errors else 200
    return render_template("accounts/reset.html", form=form, email=account.email), status


@bp.route("/password/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    account = signed_in_account()
    alone = ALONE in request.args
    shortest = passwords.SHORTEST_ALONE if alone else entering.shortest_password(account)
    form = ChangePasswordForm(account.email, shortest)
    if form.validate_on_submit():
        try:
            return _changed(form)
        except changing.WrongPassword as problem:
            form.current_password.errors = [problem.sentence]
    page = render_template("accounts/change_password.html", form=form, alone=alone)
    return page, 422 if form.errors else 200


def _changed(form: ChangePasswordForm) -> ResponseReturnValue:
    account = signed_in_account()
    kept = account.current_session
    changing.change_password(account, form.current_password.data, form.password.data, web.visit())
    open_browser(
        account,
        *(kept.proofs if kept else ()),
        remember=kept is not None and kept.is_remembered,
    )
    db.session.commit()
    flash("Your new password is saved. Every other browser is signed out.", "done")
    return redirect(url_for("accounts.account"))


@bp.errorhandler(entering.LongerPasswordFirst)
def longer_password_first(problem: entering.LongerPasswordFirst) -> ResponseReturnValue:
    """Lead whoever would be left with a short password alone to where a longer one is chosen."""
    db.session.rollback()
    flash(problem.sentence, "next")
    return redirect(url_for("accounts.change_password", alone="yes"))
