"""Campaigns: see them all, and watch them go."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...answer_headers import LETTER_POLICY
from ...campaigns import accounting
from ...campaigns.foreseeing import outlook
from ...campaigns.previewing import preview, reader_of
from .. import lettering
from ..blueprint import bp
from ..drawing import draw_pace
from ..reacting import reactions_to
from ..tallying import by_domain, pace, troubles
from .asking import asked_choice, asked_page, asked_words
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


@bp.get("/campaigns/<int:campaign_id>/")
@staff(Role.LISTS)
def campaign(campaign_id: int) -> ResponseReturnValue:
    """A letter: before it is sent what it would do, afterwards where every recipient stands."""
    found = lettering.campaign_of(signed_in_account(), campaign_id)
    if found.launched_at is None:
        return draft_page(found)
    part = asked_choice("part", PARTS)
    shown: dict[str, object] = {"campaign": found, "part": part}
    if part != "ledger":
        totals = accounting.totals(found)
        shown |= {"totals": totals, "reactions": reactions_to(found, totals)}
    if part in {"", "accounting"}:
        shown |= {"troubles": troubles(found), "outlook": outlook(found, totals)}
    if part in {"", "ledger"}:
        shown |= {"domains": by_domain(found), "pace": draw_pace(pace(found))}
    return render_template(PARTS.get(part, "newsroom/campaigns/show.html"), **shown)


@bp.get("/campaigns/<int:campaign_id>/letter/")
@staff(Role.LISTS)
def letter(campaign_id: int) -> ResponseReturnValue:
    """The letter as it arrives, shown in a frame; its links lead nowhere."""
    campaign = lettering.campaign_of(signed_in_account(), campaign_id)
    _, html = preview(campaign, reader_of(campaign, asked_words("reader")))
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})
