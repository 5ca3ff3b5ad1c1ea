"""After a letter was sent: the refused once more, those who joined since, a copy for colleagues."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import extending, retrying, trying
from ...campaigns.states import Step
from ...extensions import db, limiter
from ..auditing import record
from ..blueprint import bp
from ..forms.lives import CopiesForm, RetryForm
from ..lettering import campaign_for, colleagues, launched_campaign
from .asking import form_status


@bp.route("/campaigns/<int:campaign_id>/retry/", methods=["GET", "POST"])
@staff(Role.LISTS)
def retry_campaign(campaign_id: int) -> ResponseReturnValue:
    """Choose whom to try again, by what the servers said."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.SEND_ON, hold=not web.is_reading())
    refusals, unknown = retrying.refusals(found), retrying.count_unknown(found)
    form = RetryForm().offer(refusals)
    if not form.validate_on_submit():
        shown = {"campaign": found, "form": form, "refusals": refusals, "unknown": unknown}
        return render_template("newsroom/campaigns/retry.html", **shown), form_status(form)
    number = retrying.retry(found, form.codes.data or [], unknown=form.unknown.data)
    said = f"{number:,} who were refused with {form.said}"
    record(account, "retried letter", found.subject, web.visit(), said)
    db.session.commit()
    flash(f"{number:,} are tried once more.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.route("/campaigns/<int:campaign_id>/newcomers/", methods=["GET", "POST"])
@staff(Role.LISTS)
def send_to_newcomers(campaign_id: int) -> ResponseReturnValue:
    """Ask, and then send to those who joined since the launch."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.SEND_ON, hold=not web.is_reading())
    if web.is_reading():
        shown = {"campaign": found, "number": extending.count_newcomers(found)}
        return render_template("newsroom/campaigns/newcomers.html", **shown)
    number = extending.send_to_newcomers(found)
    record(account, "sent letter on", found.subject, web.visit(), f"to {number:,} who joined since")
    db.session.commit()
    flash(f"Sending to {number:,} more. The audience is {found.audience:,} now.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.route("/campaigns/<int:campaign_id>/copies/", methods=["GET", "POST"])
@limiter.limit("30 per minute")
@staff(Role.LISTS)
def send_copies(campaign_id: int) -> ResponseReturnValue:
    """Send colleagues a copy, which is in no account."""
    account, form = signed_in_account(), CopiesForm()
    found = launched_campaign(account, campaign_id)
    if not form.offer(colleagues()).validate_on_submit():
        shown = {"campaign": found, "form": form}
        return render_template("newsroom/campaigns/copies.html", **shown), form_status(form)
    for address in form.addresses:
        trying.send_copy(found, address)
    to = ", ".join(form.addresses)
    record(account, "sent copies", found.subject, web.visit(), to)
    db.session.commit()
    flash(f"Done. Copies are on the way to {to}.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))
