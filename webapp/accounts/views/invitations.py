"""Taking an invitation to the newsroom: the link shows what is offered, the button takes it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ..blueprint import bp
from ..forms import NewPasswordForm
from ..guards import current_account, signed_in_account
from ..models import Invitation, Role
from ..passwords import SHORTEST_ALONE
from ..staff import inviting, taking
from ..staff.appointing import MEANINGS
from .entering import close_browser, renew_browser


@bp.route("/invitation/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Let who has an account sign in and take the role, and who has none choose a password."""
    found = inviting.invitation_behind(token)
    if taking.has_account(found):
        return _taken(token) if not web.is_reading() else _page(found)
    form = NewPasswordForm(found.email, SHORTEST_ALONE)
    if form.validate_on_submit():
        return _begun(token, form)
    return _page(found, form), 422 if form.errors else 200


def _taken(token: str) -> ResponseReturnValue:
    """The newsroom’s door, after the signed-in account took the role under a new secret."""
    if current_account() is None:
        raise taking.ForAnotherAddress
    account = signed_in_account()
    taking.take(token, account, web.visit())
    renew_browser(account)
    db.session.commit()
    flash("Welcome to the newsroom. This is where your work begins.", "done")
    return redirect(url_for("newsroom.today"))


def _begun(token: str, form: NewPasswordForm) -> ResponseReturnValue:
    """The sign-in, after the account began."""
    db.session.rollback()  # hashing takes 20 ms: no lock is held meanwhile
    taking.begin(token, form.password.data, web.visit())
    db.session.commit()
    close_browser()
    flash("Your account is ready. Sign in, and the newsroom opens.", "done")
    return redirect(url_for("accounts.sign_in", next=url_for("newsroom.today")))


def _page(found: Invitation, form: NewPasswordForm | None = None) -> str:
    """What is offered, and the way to take it."""
    meaning = MEANINGS[Role(found.role)]
    return render_template("accounts/invitation.html", invitation=found, meaning=meaning, form=form)
