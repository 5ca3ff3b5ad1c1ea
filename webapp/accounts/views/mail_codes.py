"""Signing in by mail: asking for a code, typing its digits, pressing its link."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ...logs import tell_refused
from ..blueprint import bp
from ..factors import mailing_codes, taking_codes
from ..forms import DigitsForm, MailCodeForm
from ..guards import current_account
from ..models import Factor, new_secret
from .entering import let_in, renew_browser

ASKED = "mail_code"  # what this browser asked for, in its own cookie

ENDED = (
    "Your address is confirmed. The password chosen before that has ended, as anybody could have "
    "chosen it; you need none while you read your mail, or choose a new one."
)


class Asked(NamedTuple):
    """The secret of the asking browser, for which address, and what follows."""

    browser: str
    email: str
    remember: bool
    next: str


@bp.route("/sign-in/mail/", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def ask_mail_code() -> ResponseReturnValue:
    """Ask for a code by mail."""
    form = MailCodeForm(next=web.safe_next(""))
    if form.validate_on_submit():
        taking_codes.end(_asked().browser)
        asked = Asked(new_secret(), form.email.data, form.remember.data, web.safe_next(""))
        mailing_codes.ask(asked.email, asked.browser, web.visit())
        db.session.commit()
        session[ASKED] = asked
        return redirect(url_for("accounts.type_mail_code"))
    return render_template("accounts/ask_mail_code.html", form=form), 422 if form.errors else 200


@bp.route("/sign-in/code/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def type_mail_code() -> ResponseReturnValue:
    """Type the digits of the mail; right, this browser is let in."""
    asked = _asked()
    if not asked.browser:
        return redirect(url_for("accounts.ask_mail_code", next=web.safe_next("") or None))
    form = DigitsForm(next=asked.next)
    opened = _opened(form, asked) if form.validate_on_submit() else None
    if opened:
        return _enter(opened, asked)
    page = render_template("accounts/type_mail_code.html", form=form, asked=asked)
    return page, 422 if form.errors else 200


@bp.route("/sign-in/code/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def mailed_code(token: str) -> ResponseReturnValue:
    """Show one button in the browser that asked, in any other the digits for that one."""
    asked = _asked()
    try:
        if not web.is_reading():
            return _enter(taking_codes.accept_link(token, asked.browser), asked)
        account = taking_codes.linked(token, asked.browser)
    except taking_codes.AskedElsewhere as elsewhere:
        return render_template("accounts/code_elsewhere.html", digits=elsewhere.digits)
    return render_template("accounts/mailed_code.html", token=token, account=account, asked=asked)


def _asked() -> Asked:
    """What this browser asked for; an empty secret when nothing."""
    return Asked(*session.get(ASKED, ("", "", False, "")))


def _opened(form: DigitsForm, asked: Asked) -> taking_codes.Opened | None:
    """What the digits open; None with the reason at the field."""
    try:
        return taking_codes.accept_digits(asked.browser, form.code.data)
    except taking_codes.WrongCode as problem:
        tell_refused(problem, factor=Factor.MAIL)
        db.session.commit()  # a refused try counts
        form.code.errors = [problem.sentence]
        return None


def _enter(opened: taking_codes.Opened, asked: Asked) -> ResponseReturnValue:
    """Sign the reader in; who is signed in already only proved to be there."""
    session.pop(ASKED, None)
    if opened.account == current_account():
        renew_browser(opened.account, Factor.MAIL)
        db.session.commit()
        return redirect(web.safe_next(url_for("accounts.account")))
    entered = let_in(opened.account, Factor.MAIL, remember=asked.remember)
    if opened.password_ended:
        flash(ENDED, "next")
    return entered
