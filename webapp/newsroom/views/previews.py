"""A letter looked at before it is sent, and what belongs to it: its text, its list’s template."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import beginning, drafting, preflighting, previewing
from ...campaigns.inspections import inspecting
from ...campaigns.models import Campaign
from ...extensions import db
from ...outcomes import Outcome
from .. import lettering
from ..auditing import record
from ..blueprint import bp
from ..forms.campaigns import TextForm
from .asking import asked_choice, asked_words, form_status

LOOKS = {
    "desktop": "Desktop",
    "phone": "Phone",
    "dark": "Dark",
    "phone-dark": "Phone, dark",
    "text": "Text",
}


@bp.get("/campaigns/<int:campaign_id>/preview/")
@staff(Role.LISTS)
def preview_letter(campaign_id: int) -> ResponseReturnValue:
    """The letter as an inbox, a phone, a dark screen and a reader of plain text show it."""
    campaign = lettering.campaign_of(signed_in_account(), campaign_id)
    address = asked_words("reader")
    reader, inspection = previewing.reader_of(campaign, address), inspecting.inspection_of(campaign)
    shown = {
        "campaign": campaign,
        "look": asked_choice("look", LOOKS) or "desktop",
        "looks": LOOKS,
        "reader": address if reader else "",
        "stranger": address if address and not reader else "",
        "inbox": previewing.inbox_line(campaign, reader),
        "text": previewing.preview(campaign, reader)[0],
        "inspection": inspection,
        "report": inspecting.report_of(inspection),
        "findings": preflighting.findings(campaign) if campaign.is_draft else [],
    }
    return render_template("newsroom/campaigns/preview.html", **shown)


@bp.route("/campaigns/<int:campaign_id>/text/", methods=["GET", "POST"])
@staff(Role.LISTS)
def edit_text(campaign_id: int) -> ResponseReturnValue:
    """Edit the text part by hand, or have it made of the blocks anew."""
    account, is_reading = signed_in_account(), web.is_reading()
    campaign = lettering.draft_to_change(account, campaign_id, hold=not is_reading)
    form = TextForm(data={"text": campaign.text})
    if not form.validate_on_submit() or not kept_text(campaign, form):
        shown = {"campaign": campaign, "form": form, "is_stale": drafting.text_is_stale(campaign)}
        return render_template("newsroom/campaigns/text.html", **shown), form_status(form)
    record(account, "edited text of letter", campaign.subject, web.visit())
    db.session.commit()
    flash("Saved. Nothing is sent yet.", "done")
    return redirect(url_for(".preview_letter", campaign_id=campaign_id, look="text"))


@bp.post("/campaigns/<int:campaign_id>/template/")
@staff(Role.LISTS)
def keep_template(campaign_id: int) -> ResponseReturnValue:
    """Have the new letters of the list begin like this one."""
    account = signed_in_account()
    campaign = lettering.campaign_of(account, campaign_id)
    beginning.keep_as_template(campaign)
    name = campaign.mailing_list.name
    record(account, "kept template", name, web.visit(), campaign.subject)
    db.session.commit()
    flash(f"Kept. New letters of {name} begin like this one, without its stories.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


def kept_text(campaign: Campaign, form: TextForm) -> bool:
    """Keep the text as typed, or as it is made; False, with a sentence, when a field is wrong."""
    try:
        if request.form.get("act") == "anew":
            drafting.make_text_anew(campaign)
        else:
            drafting.write_text(campaign, form.text.data or "")
    except Outcome as refused:
        form.text.errors = [refused.sentence]
    return not form.text.errors
