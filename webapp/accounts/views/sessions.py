"""Signing in and out, and the browsers that are signed in."""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import logs, web
from ...extensions import db, limiter
from .. import confirming, noting, signing_in
from ..blueprint import bp
from ..forms import SignInForm
from ..guards import current_account, proven_lately, signed_in, signed_in_account
from ..models import Account, Factor, What
from ..passwords import slowing
from .demonstrations import is_offered
from .entering import browser_cookie, browser_or_network, close_browser, let_in


@bp.route("/sign-in/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"], key_func=browser_or_network)
def sign_in() -> ResponseReturnValue:
    """Sign in, and go back to where people came from."""
    form = SignInForm(next=web.safe_next(""))
    account = _proven(form) if form.validate_on_submit() else None
    if account:
        return let_in(account, Factor.PASSWORD, remember=form.remember.data)
    page = render_template("accounts/sign_in.html", form=form, demo=is_offered())
    return page, 422 if form.errors else 200


def _proven(form: SignInForm) -> Account | None:
    """The account the form opens; None with the reason in the form."""
    try:
        account = signing_in.account_with(
            form.email.data, form.password.data, web.visit(), browser_cookie()
        )
    except signing_in.NotConfirmed as problem:
        confirming.ask_again(problem.account)
        form.refuse(problem.sentence)
    except (signing_in.NotSignedIn, signing_in.AccountDisabled) as problem:
        form.refuse(problem.sentence)
    else:
        signing_in.upgrade_hash(account, form.password.data)
        return account
    db.session.commit()
    return None


@bp.post("/sign-out/")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign this browser out, on the server too."""
    account = signed_in_account()
    if account.current_session:
        account.current_session.end()
        noting.note(account, What.SIGNED_OUT, web.visit())
    db.session.commit()
    close_browser()
    flash("You are signed out. Come back soon.", "done")
    return redirect(url_for("reading.front"))


@bp.post("/sessions/<int:session_id>/end/")
@proven_lately
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out one browser, this or another."""
    account = signed_in_account()
    ended = signing_in.end_one(account, session_id)
    noting.note(account, What.SIGNED_OUT, web.visit(), ended.browser)
    db.session.commit()
    flash("Signed out. That browser has to sign in again.", "done")
    return redirect(url_for("accounts.account"))


@bp.post("/sessions/end-others/")
@proven_lately
def end_other_sessions() -> ResponseReturnValue:
    """Sign out every browser but this one."""
    account = signed_in_account()
    signing_in.end_all(account, but=account.current_session)
    noting.note(account, What.OTHERS_SIGNED_OUT, web.visit())
    db.session.commit()
    flash("Signed out. Every other browser has to sign in again.", "done")
    return redirect(url_for("accounts.account"))


@bp.get("/here/")
@signed_in
def here() -> ResponseReturnValue:
    """Say nothing: whoever asks is there, and their session is in use."""
    return "", 204


@bp.after_app_request
def note_use(response: Response) -> Response:
    """Write down, four times an hour at most, that a session is used.

    A mailed link that is only looked at changes nothing, not even that.
    """
    reads = request.method == "GET" and "token" not in (request.view_args or {})
    account = current_account() if reads and "_login_user" in g else None
    used = account.current_session if account else None
    if used and signing_in.is_touch_due(used):
        signing_in.touch(used.id)
    return response


@bp.errorhandler(slowing.TriesSlowed)
def tries_slowed(problem: slowing.TriesSlowed) -> ResponseReturnValue:
    """Say how long to wait, and which ways in are open meanwhile."""
    db.session.rollback()
    logs.tell_refused(problem)
    way_on = web.safe_next("")
    page = render_template("accounts/tries_slowed.html", problem=problem, way_on=way_on)
    return page, problem.status, {"Retry-After": str(problem.seconds)}
