"""Deleting one's account, and keeping it after all."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ..blueprint import bp
from ..forms import DeletionForm
from ..guards import proven_lately, signed_in, signed_in_account
from ..rights import deleting
from ..staff import owning
from .entering import close_browser
from .registrations import to_check_mail


@bp.route("/delete/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@proven_lately
def delete() -> ResponseReturnValue:
    """Say what goes and what stays; asked, mail the link that deletes it."""
    account, form = signed_in_account(), DeletionForm()
    if form.validate_on_submit():
        deleting.ask(account, letters=form.letters.data)
        db.session.commit()
        return to_check_mail("deletion", account.email)
    owning.refuse_last_owner(account)
    return render_template("accounts/delete.html", form=form), 422 if form.errors else 200


@bp.route("/delete/<token>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def confirm_deletion(token: str) -> ResponseReturnValue:
    """Show what goes and one button; pressed, seven days are left to keep the account."""
    if request.method != "POST":
        account, letters = deleting.account_to_delete(token)
        shown = {"account": account, "letters": letters, "days": deleting.GRACE.days}
        return render_template("accounts/confirm_deletion.html", token=token, **shown)
    deleting.leave(token, web.visit())
    db.session.commit()
    close_browser()
    flash("Your account will be erased. Sign in within seven days to keep it.", "done")
    return redirect(url_for("reading.front"))


@bp.get("/keep/")
@signed_in
def leaving() -> ResponseReturnValue:
    """When the account is going to be erased, and one button to keep it."""
    account = signed_in_account()
    if account.erase_after is None:
        return redirect(url_for("accounts.account"))
    return render_template("accounts/leaving.html", account=account, next=web.safe_next(""))


@bp.post("/keep/")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep the account after all."""
    deleting.keep(signed_in_account(), web.visit())
    db.session.commit()
    flash("Your account stays. Good to have you back.", "done")
    return redirect(web.safe_next(url_for("accounts.account")))
