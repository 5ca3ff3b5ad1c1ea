"""Previewing: a letter as it arrives at one reader, with links that change nothing."""

from __future__ import annotations

from flask import current_app

from ..subscriptions.links import InertLinks
from . import personalising
from .audience.reaching import lists_of
from .composing import Recipient, nobody, own_values
from .models import Campaign
from .splicing import SLOT
from .wording import fields_of, rendered


def preview(campaign: Campaign, reader: Recipient | None = None) -> tuple[str, str]:
    """Text and HTML of the letter as they arrive; without a reader at one who does not exist."""
    zone, reader = current_app.config["TIME_ZONE"], reader or nobody("reader@example.com")
    fields = fields_of(campaign)
    list_id = reader.list_id or campaign.list_id
    values = own_values(reader, InertLinks(), list_id, zone) | personalising.values(fields, reader)
    through = next((one for one in lists_of(campaign) if one.id == list_id), None)
    text, html = (SLOT.sub(lambda f: values[f[1]], part) for part in rendered(campaign, through))
    return text, html
