"""Letters before they are sent: begun, put together from blocks, filled with stories."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import marks, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Account, Role
from ...campaigns.audience import reaching
from ...campaigns.blocks.kinds import KINDS, Block
from ...campaigns.models import Campaign
from ...campaigns.personalising import FieldRefused
from ...extensions import db
from .. import composing, lettering
from ..auditing import record
from ..blueprint import bp
from ..composing import Act
from ..forms.blocks import BlockForm
from ..forms.campaigns import CampaignForm, StoryChoiceForm
from ..fronting import to_pin
from ..segmenting import segments_of
from .asking import asked_page, asked_words, form_status

STORIES = "/campaigns/<int:campaign_id>/blocks/<int:number>/stories/"


@bp.route("/campaigns/new/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_campaign() -> ResponseReturnValue:
    """Begin a letter."""
    account, slug = signed_in_account(), request.args.get("list")
    lists = lettering.lists_to_write_to(account)
    form = CampaignForm().offer(lists, segments_of(account))
    if web.is_reading():
        found = slug is None or form.choose(slug, lists)
        return edit_page(form), 200 if found else 404
    if not form.validate_on_submit():
        return edit_page(form), 422
    try:
        campaign = lettering.write(form, account)
    except FieldRefused as refused:
        form.subject.errors = [refused.sentence]
        return edit_page(form), 422
    record(account, "wrote letter", campaign.subject, web.visit())
    db.session.commit()
    flash("Draft saved. Nothing is sent yet.", "done")
    return redirect(url_for(".edit_campaign", campaign_id=campaign.id, _anchor="blocks"))


@bp.route("/campaigns/<int:campaign_id>/edit/", methods=["GET", "POST"])
@staff(Role.LISTS)
@marks.takes_uploads
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    """Put a letter together; each of the buttons keeps the whole of it, and then does its own."""
    account = signed_in_account()
    campaign = lettering.draft_to_change(account, campaign_id, hold=not web.is_reading())
    head, forms = head_of(campaign, account), composing.forms_of(campaign)
    act = Act.read(request.form.get("act", ""))
    kept = composing.are_valid(head, forms) and composing.compose(campaign, head, forms, act)
    if not kept:
        return edit_page(head, campaign, forms), form_status(head)
    record(account, "edited letter", campaign.subject, web.visit())
    db.session.commit()
    return gone_on(campaign, act)


@bp.get(STORIES)
@staff(Role.LISTS)
def stories_to_choose(campaign_id: int, number: int) -> ResponseReturnValue:
    """Published stories for a block of a letter, newest first."""
    campaign = lettering.draft_to_change(signed_in_account(), campaign_id, hold=False)
    words = asked_words()
    shown = {
        "campaign": campaign,
        "block": composing.block_of_stories(campaign, number),
        "words": words,
        "page": asked_page(to_pin(words)),
    }
    return render_template("newsroom/campaigns/stories.html", **shown)


@bp.post(STORIES)
@staff(Role.LISTS)
def choose_story(campaign_id: int, number: int) -> ResponseReturnValue:
    """Put a story into a block of a letter."""
    account, form = signed_in_account(), StoryChoiceForm()
    campaign = lettering.draft_to_change(account, campaign_id, hold=True)
    is_lead = composing.block_of_stories(campaign, number).kind == "lead"
    headline = form.validate_on_submit() and composing.choose(campaign, number, form.chosen)
    if headline:
        record(account, "edited letter", campaign.subject, web.visit(), f"put in “{headline}”")
        db.session.commit()
        flash(f"Done: “{headline}” stands in the letter.", "done")
    else:
        flash("Nothing was changed: it stands there already, or was withdrawn.", "refused")
    goal = ".edit_campaign" if is_lead and headline else ".stories_to_choose"
    more = {"_anchor": f"block-{number}"} if is_lead and headline else {"number": number}
    return redirect(url_for(goal, campaign_id=campaign_id, **more))


def head_of(campaign: Campaign, account: Account) -> CampaignForm:
    """The form of what an inbox shows, with the lists and segments an account may choose."""
    parts = reaching.parts_of(campaign)
    data = {
        "also": () if campaign.is_across_lists else parts.also,
        "but_lists": parts.but_lists,
        "but_segments": parts.but_segments,
        "list_id": campaign.list_id,
        "segment_id": campaign.segment_id,
        "is_across_lists": campaign.is_across_lists,
        "subject": campaign.subject,
        "preheader": campaign.preheader,
        "version": composing.version_of(campaign),
    }
    lists = lettering.lists_to_write_to(account)
    return CampaignForm(data=data).offer(lists, segments_of(account))


def edit_page(
    form: CampaignForm,
    campaign: Campaign | None = None,
    blocks: Sequence[BlockForm[Block]] = (),
) -> str:
    """The form of a letter, with one for each of its blocks."""
    shown = {"form": form, "campaign": campaign, "blocks": blocks, "kinds": KINDS.values()}
    return render_template("newsroom/campaigns/edit.html", **shown)


def gone_on(campaign: Campaign, act: Act) -> ResponseReturnValue:
    """Where a button leads once the letter is kept: to the block it was about, or to the letter."""
    if act.verb == "choose":
        return redirect(url_for(".stories_to_choose", campaign_id=campaign.id, number=act.block))
    if act.verb:
        anchor = composing.place_after(campaign, act)
        return redirect(url_for(".edit_campaign", campaign_id=campaign.id, _anchor=anchor))
    flash("Saved. Nothing is sent yet.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign.id))
