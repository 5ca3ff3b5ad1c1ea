"""Signing in and out, and the browsers that are signed in."""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from ... import web
from ...extensions import db, limiter
from .. import confirming, signing_in
from ..blueprint import bp
from ..forms import SignInForm
from ..guards import current_account, signed_in, signed_in_account
from ..models import Account


@bp.route("/sign-in/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, and go back to where people came from."""
    form = SignInForm(next=web.safe_next(""))
    account = _proven(form) if form.validate_on_submit() else None
    if account:
        open_browser(account, remember=form.remember.data)
        db.session.commit()
        return redirect(web.safe_next(url_for("accounts.account")))
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


def _proven(form: SignInForm) -> Account | None:
    """The account the form opens; None with the reason in the form."""
    try:
        account = signing_in.account_with(form.email.data, form.password.data)
    except signing_in.NotConfirmed as problem:
        confirming.ask_again(problem.account)
        db.session.commit()
        form.refuse(problem.sentence)
    except (signing_in.NotSignedIn, signing_in.AccountDisabled) as problem:
        form.refuse(problem.sentence)
    else:
        signing_in.upgrade_hash(account, form.password.data)
        return account
    return None


def open_browser(account: Account, *, remember: bool) -> None:
    """Sign this browser in under a new secret; its old session and cookie do not live on."""
    before = current_account()
    if before and before.current_session:
        before.current_session.end()
    session.clear()
    signing_in.start(account, web.visit(), remember=remember)
    session.permanent = remember
    login_user(account)


def close_browser() -> None:
    """Forget on this browser whose it was."""
    logout_user()
    session.clear()


@bp.post("/sign-out/")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign this browser out, on the server too."""
    account = signed_in_account()
    if account.current_session:
        account.current_session.end()
    db.session.commit()
    close_browser()
    flash("You are signed out. Come back soon.", "done")
    return redirect(url_for("reading.front"))


@bp.post("/sessions/<int:session_id>/end/")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out one browser, this or another."""
    signing_in.end_one(signed_in_account(), session_id)
    db.session.commit()
    flash("Signed out. That browser has to sign in again.", "done")
    return redirect(url_for("accounts.account"))


@bp.post("/sessions/end-others/")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out every browser but this one."""
    account = signed_in_account()
    signing_in.end_all(account, but=account.current_session)
    db.session.commit()
    flash("Signed out. Every other browser has to sign in again.", "done")
    return redirect(url_for("accounts.account"))


@bp.after_app_request
def note_use(response: Response) -> Response:
    """Write down, at most hourly, that a session is used; a mailed link changes nothing (GET)."""
    reads = request.method == "GET" and "token" not in (request.view_args or {})
    account = current_account() if reads and "_login_user" in g else None
    used = account.current_session if account else None
    if used and signing_in.is_touch_due(used):
        signing_in.touch(used.id)
    return response
