"""Stopping letters on their way: for a while, or for good."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import accounting, cancelling, pausing, resuming
from ...campaigns.states import Step
from ...extensions import db
from ..auditing import record
from ..blueprint import bp
from ..lettering import campaign_for


@bp.post("/campaigns/<int:campaign_id>/pause/")
@staff(Role.LISTS)
def pause_campaign(campaign_id: int) -> ResponseReturnValue:
    """Begin no further letter; those in hand end within seconds."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.PAUSE, hold=True)
    pausing.pause(found)
    record(account, "paused letter", found.subject, web.visit())
    db.session.commit()
    flash("Paused. Who has not got it waits until you resume or cancel it.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.post("/campaigns/<int:campaign_id>/resume/")
@staff(Role.LISTS)
def resume_campaign(campaign_id: int) -> ResponseReturnValue:
    """Send on."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.RESUME, hold=True)
    resuming.resume(found)
    record(account, "resumed letter", found.subject, web.visit())
    db.session.commit()
    flash("Resumed. It is on its way again.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.route("/campaigns/<int:campaign_id>/cancel/", methods=["GET", "POST"])
@staff(Role.LISTS)
def cancel_campaign(campaign_id: int) -> ResponseReturnValue:
    """Ask, and then skip whoever has not got it."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.CANCEL, hold=not web.is_reading())
    totals = accounting.totals(found)
    if web.is_reading():
        shown = {"campaign": found, "totals": totals}
        return render_template("newsroom/campaigns/cancel.html", **shown)
    cancelling.cancel(found)
    left = f"{totals.to_go:,} of {totals.audience:,} were left"
    record(account, "cancelled letter", found.subject, web.visit(), left)
    db.session.commit()
    flash("Cancelled. Whoever has not got it is skipped now.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))
