"""Having the links and words of a letter looked over before it is sent."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.inspections.jobs import ask
from ...campaigns.states import Step
from ...extensions import db, limiter
from ..auditing import record
from ..blueprint import bp
from ..lettering import campaign_for


@bp.post("/campaigns/<int:campaign_id>/inspect/")
@limiter.limit("10 per minute")
@staff(Role.LISTS)
def inspect_letter(campaign_id: int) -> ResponseReturnValue:
    """Have a worker ask the links of a letter, and SpamAssassin."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.LAUNCH, hold=True)
    ask(found)
    record(account, "had letter looked over", found.subject, web.visit())
    db.session.commit()
    flash("It is being looked over; this page shows what was found once it is done.", "done")
    return redirect(url_for(".preview_letter", campaign_id=campaign_id, _anchor="inspection"))
