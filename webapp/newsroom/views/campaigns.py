"""Campaigns: write them, and watch them go."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...answer_headers import LETTER_POLICY
from ...campaigns import accounting
from ...campaigns.composing import preview
from ...campaigns.models import Campaign
from ...extensions import db
from .. import lettering
from ..auditing import record
from ..blueprint import bp
from ..drawing import draw_pace
from ..forms.campaigns import CampaignForm
from ..reacting import reactions_to
from ..segmenting import segments_of
from ..tallying import by_domain, pace, troubles
from .asking import asked_choice, asked_page, form_status
from .sends import draft_page

# The parts of the page that are fetched anew while a campaign is being sent, by their templates.
PARTS = {
    "accounting": "newsroom/campaigns/live.html",
    "ledger": "newsroom/campaigns/ledger.html",
    "reactions": "newsroom/campaigns/reactions.html",
}


@bp.get("/campaigns/")
@staff(Role.LISTS)
def campaigns() -> ResponseReturnValue:
    """Every campaign, newest first."""
    page = asked_page(lettering.campaigns_of(signed_in_account()))
    totals = accounting.totals_of(page.items)
    return render_template("newsroom/campaigns/index.html", page=page, totals=totals)


@bp.route("/campaigns/new/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_campaign() -> ResponseReturnValue:
    """Write a letter."""
    account, slug = signed_in_account(), request.args.get("list")
    lists = lettering.lists_to_write_to(account)
    form = CampaignForm().offer(lists, segments_of(account))
    if web.is_reading():
        found = slug is None or form.choose(slug, lists)
        return edit_page(form), 200 if found else 404
    if not form.validate_on_submit():
        return edit_page(form), 422
    campaign = lettering.write(form, account)
    record(account, "wrote letter", campaign.subject, web.visit())
    db.session.commit()
    flash("Draft saved. Nothing is sent yet.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign.id))


@bp.route("/campaigns/<int:campaign_id>/edit/", methods=["GET", "POST"])
@staff(Role.LISTS)
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    """Change a letter that was not sent yet."""
    account = signed_in_account()
    campaign = lettering.draft_to_change(account, campaign_id, hold=not web.is_reading())
    form = CampaignForm(obj=campaign).offer(
        lettering.lists_to_write_to(account), segments_of(account)
    )
    if not form.validate_on_submit():
        return edit_page(form, campaign), form_status(form)
    lettering.rewrite(form, campaign)
    record(account, "edited letter", campaign.subject, web.visit())
    db.session.commit()
    flash("Saved. Nothing is sent yet.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.get("/campaigns/<int:campaign_id>/")
@staff(Role.LISTS)
def campaign(campaign_id: int) -> ResponseReturnValue:
    """A letter: before it is sent what it would do, afterwards where every recipient stands."""
    found = lettering.campaign_of(signed_in_account(), campaign_id)
    if found.is_draft:
        return draft_page(found)
    part = asked_choice("part", PARTS)
    shown: dict[str, object] = {"campaign": found, "part": part}
    if part != "ledger":
        totals = accounting.totals(found)
        shown |= {"totals": totals, "reactions": reactions_to(found, totals)}
    if part in {"", "accounting"}:
        shown["troubles"] = troubles(found)
    if part in {"", "ledger"}:
        shown |= {"domains": by_domain(found), "pace": draw_pace(pace(found))}
    return render_template(PARTS.get(part, "newsroom/campaigns/show.html"), **shown)


@bp.get("/campaigns/<int:campaign_id>/letter/")
@staff(Role.LISTS)
def letter(campaign_id: int) -> ResponseReturnValue:
    """The letter as it arrives, shown in a frame; its links lead nowhere."""
    html = preview(lettering.campaign_of(signed_in_account(), campaign_id))
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})


def edit_page(form: CampaignForm, campaign: Campaign | None = None) -> str:
    """The form of a letter."""
    return render_template("newsroom/campaigns/edit.html", form=form, campaign=campaign)
