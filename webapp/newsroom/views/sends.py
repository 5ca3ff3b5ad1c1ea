"""Sending a letter: first to one address as a test, then to everyone."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import approving, clearing, foreseeing, launching, previewing, reckoning, trying
from ...campaigns.audience.counting import count_audience
from ...campaigns.inspections import inspecting
from ...campaigns.models import Campaign
from ...campaigns.states import Step
from ...extensions import db, limiter
from ..auditing import record
from ..blueprint import bp
from ..forms.campaigns import LetterTrialForm, SendForm
from ..lettering import campaign_for, has_many, is_meant


@bp.post("/campaigns/<int:campaign_id>/try/")
@limiter.limit("30 per minute")
@staff(Role.LISTS)
def try_campaign(campaign_id: int) -> ResponseReturnValue:
    """Send the letter to one address, as a test."""
    account, form = signed_in_account(), LetterTrialForm()
    found = campaign_for(account, campaign_id, Step.LAUNCH, hold=False)
    if not form.validate_on_submit():
        return draft_page(found, form), 422
    trying.send_test(found, str(form.email.data), previewing.reader_of(found, form.greeted))
    record(account, "sent test", found.subject, web.visit(), str(form.email.data))
    db.session.commit()
    flash(f"Done. A test is on its way to {form.email.data}.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.route("/campaigns/<int:campaign_id>/send/", methods=["GET", "POST"])
@staff(Role.LISTS)
def send_campaign(campaign_id: int) -> ResponseReturnValue:
    """Freeze the audience and begin to send; to many only once their number is typed."""
    account, form = signed_in_account(), SendForm()
    found = campaign_for(account, campaign_id, Step.LAUNCH, hold=not web.is_reading())
    if web.is_reading() or not is_meant(*form.numbers(), count_audience(found)):
        return confirm_page(found, form), 200 if web.is_reading() else 422
    launching.launch(found)
    record(account, "sent letter", found.subject, web.visit(), f"to {found.audience:,}")
    db.session.commit()
    flash(f"Sending. The audience is frozen at {found.audience:,}.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


def confirm_page(found: Campaign, form: SendForm) -> str:
    """The page that asks for the number of recipients."""
    reckoned = reckoning.reckon(found)
    audience = reckoned.audience
    if form.is_submitted():
        form.typed.errors = [f"Type {audience:,} to send to everyone on the list."]
    form.shown.data = str(audience)
    shown = {
        "campaign": found,
        "form": form,
        "audience": audience,
        "reckoning": reckoned,
        "outlook": foreseeing.before_launch(audience),
    }
    return render_template("newsroom/campaigns/send.html", **shown)


def draft_page(found: Campaign, form: LetterTrialForm | None = None) -> str:
    """The page of a letter that was not sent yet, or waits for its time."""
    account, reckoned = signed_in_account(), reckoning.reckon(found)
    inspection = inspecting.inspection_of(found)
    shown = {
        "campaign": found,
        "audience": reckoned.audience,
        "asks_number": has_many(reckoned.audience),
        "reckoning": reckoned,
        "outlook": foreseeing.before_launch(reckoned.audience),
        "holds": clearing.reasons_to_hold(found),
        "inspection": inspection,
        "report": inspecting.report_of(inspection),
        "may_approve": approving.may_approve(found, account),
        "form": form or LetterTrialForm(email=account.email),
    }
    return render_template("newsroom/campaigns/draft.html", **shown)
