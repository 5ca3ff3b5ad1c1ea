"""Who a campaign went to, one by one."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.models import Campaign, Delivery, DeliveryState
from ...campaigns.reactions.noting import recipients_who
from ..blueprint import bp
from ..lettering import launched_campaign
from ..reacting import KINDS
from .asking import asked_choice, asked_filters, asked_page, asked_words

STATES = {state.value: state.value.capitalize() for state in DeliveryState}
STATES[DeliveryState.CLAIMED.value] = "Being sent"


@bp.get("/campaigns/<int:campaign_id>/recipients/")
@staff(Role.LISTS)
def recipients(campaign_id: int) -> ResponseReturnValue:
    """Every recipient with state and the server's words."""
    campaign = launched_campaign(signed_in_account(), campaign_id)
    words, state, did = asked_words(), asked_choice("state", STATES), asked_choice("did", KINDS)
    filters = asked_filters(
        q=words and f"Address contains “{words}”",
        state=STATES.get(state, ""),
        did=KINDS.get(did, ""),
    )
    shown = {"page": asked_page(_found(campaign, words, state, did)), "filters": filters}
    shown |= {"states": STATES, "kinds": KINDS}
    return render_template("newsroom/campaigns/recipients.html", campaign=campaign, **shown)


def _found(campaign: Campaign, words: str, state: str, did: str) -> Select[Delivery]:
    """The recipients that are asked for; what is empty does not narrow."""
    query = select(Delivery).where(Delivery.campaign_id == campaign.id).order_by(Delivery.id)
    if state:
        query = query.where(Delivery.state == state)
    if did:
        query = query.where(Delivery.subscriber_id.in_(recipients_who(campaign.id, did)))
    if words:
        query = query.where(Delivery.email.icontains(words, autoescape=True))
    return query
