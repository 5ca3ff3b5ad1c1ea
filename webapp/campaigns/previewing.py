"""Previewing: a letter as it arrives at one reader, with links that change nothing."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from .. import clock
from ..extensions import db
from ..subscriptions.heading import sender_name
from ..subscriptions.links import InertLinks
from ..subscriptions.models import Subscriber, Subscription
from . import personalising
from .audience.reaching import lists_of
from .composing import Recipient, nobody, own_values
from .models import Campaign
from .splicing import SLOT
from .stories.selecting import selection_of
from .wording import fields_of, rendered


def reader_of(campaign: Campaign, address: str) -> Recipient | None:
    """The subscriber with an address, as a recipient of a letter; None when no list has them."""
    lists = [one.id for one in lists_of(campaign)]
    asked = (
        select(Subscriber, Subscription)
        .join(Subscription)
        .where(
            Subscriber.email == address.lower(),
            Subscription.list_id.in_(lists),
            Subscription.ended_at.is_(None),
            Subscription.confirmed_at.is_not(None),
        )
    )
    found = sorted(db.session.execute(asked).all(), key=lambda row: lists.index(row[1].list_id))
    if not found:
        return None
    person, through = found[0]
    return Recipient(
        0,
        person.id,
        person.email,
        0,
        through.confirmed_at or clock.now(),
        list_id=through.list_id,
        name=person.name,
        attributes=person.attributes,
    )


def inbox_line(campaign: Campaign, reader: Recipient | None = None) -> tuple[str, str, str]:
    """What an inbox shows of it: the sender, the subject, and the preheader."""
    through = next((one for one in lists_of(campaign) if reader and one.id == reader.list_id), None)
    words = (personalising.values_in(one, reader) for one in (campaign.subject, campaign.preheader))
    subject, preheader = words
    return sender_name(through or campaign.mailing_list), subject, preheader


def preview(campaign: Campaign, reader: Recipient | None = None) -> tuple[str, str]:
    """Text and HTML of the letter as they arrive; without a reader at one who does not exist."""
    zone, reader = current_app.config["TIME_ZONE"], reader or nobody("reader@example.com")
    fields = fields_of(campaign)
    list_id = reader.list_id or campaign.list_id
    values = own_values(reader, InertLinks(), list_id, zone) | personalising.values(fields, reader)
    if selection := selection_of(campaign):
        values |= selection.values(())
    through = next((one for one in lists_of(campaign) if one.id == list_id), None)
    # Marks around stories say nothing here: whoever looks sees all of them.
    shown = (SLOT.sub(lambda f: values.get(f[1], ""), one) for one in rendered(campaign, through))
    text, html = shown
    return text, html
