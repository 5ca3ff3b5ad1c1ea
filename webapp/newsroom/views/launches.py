"""Launching a list: its checklist, a test send, and the button."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db, limiter
from ...subscriptions import launching
from ...subscriptions.models import MailingList
from ..auditing import record
from ..blueprint import bp
from ..forms.campaigns import TrialForm
from ..listkeeping import list_to_launch, test_list


@bp.route("/lists/<int:list_id>/launch/", methods=["GET", "POST"])
@staff(Role.LISTS)
def launch_list(list_id: int) -> ResponseReturnValue:
    """Show what is still missing; a POST launches the list once nothing is."""
    account = signed_in_account()
    found = list_to_launch(account, list_id)
    if web.is_reading():
        return launch_page(found)
    act = "launched list" if found.closed_at is None else "reopened list"
    try:
        launching.launch(found)
    except launching.NotReady as refused:
        return launch_page(found, refused=refused.sentence), 422
    record(account, act, found.name, web.visit())
    db.session.commit()
    flash(f"{found.name} is live. People can subscribe to it now.", "done")
    return redirect(url_for(".list_", list_id=list_id))


@bp.post("/lists/<int:list_id>/launch/try/")
@limiter.limit("30 per minute")
@staff(Role.LISTS)
def try_list(list_id: int) -> ResponseReturnValue:
    """Send what a new subscriber gets to one address, as a test."""
    account, form = signed_in_account(), TrialForm()
    found = list_to_launch(account, list_id)
    if not form.validate_on_submit() or not test_list(form, found):
        return launch_page(found, form), 422
    record(account, "sent test", found.name, web.visit(), str(form.email.data))
    db.session.commit()
    flash(f"Done. A test is on its way to {form.email.data}.", "done")
    return redirect(url_for(".launch_list", list_id=list_id))


def launch_page(found: MailingList, form: TrialForm | None = None, refused: str = "") -> str:
    """The checklist, and where a test goes."""
    shown = {
        "mailing_list": found,
        "checks": launching.checklist(found),
        "refused": refused,
        "form": form or TrialForm(formdata=None, email=signed_in_account().email),
    }
    return render_template("newsroom/lists/launch.html", **shown)
