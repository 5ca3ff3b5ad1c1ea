"""Approving a letter as the second person."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import approving
from ...campaigns.states import Step
from ...extensions import db
from ..auditing import record
from ..blueprint import bp
from ..forms.lives import ApprovalForm
from ..lettering import campaign_for


@bp.post("/campaigns/<int:campaign_id>/approve/")
@staff(Role.LISTS)
def approve_campaign(campaign_id: int) -> ResponseReturnValue:
    """Say that the letter, as it was read, may be sent."""
    account, form = signed_in_account(), ApprovalForm()
    found = campaign_for(account, campaign_id, Step.APPROVE, hold=True)
    approving.approve(found, account, form.read)
    record(account, "approved letter", found.subject, web.visit(), f"version {found.version}")
    db.session.commit()
    flash("Approved. It may be sent or scheduled as it is now; any change voids that.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))
