"""Disclosing to the owner of an address which letters were sent to it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ..accounts.models import Account
from ..accounts.rights.exporting import Entry, contributes, contributes_by_address
from ..extensions import db
from ..reading.models import Article
from ..subscriptions.models import Subscriber
from .models import Campaign, Delivery
from .segments.models import Segment
from .stories.models import DeliveryStory


@contributes_by_address(
    "letters-sent", "Letters that were on their way to you, and what became of each.", "deliveries"
)
def letters_sent(account: Account) -> Iterator[Entry]:
    """Deliveries to the subscriber with the account’s address."""
    query = (
        select(Delivery, Campaign.subject)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(Subscriber.email == account.email)
        .order_by(Delivery.id)
    )
    for one, subject in db.session.execute(query):
        yield {
            "subject": subject,
            "to": one.email,
            "state": one.state,
            "why skipped": one.reason,
            "settled": one.settled_at,
            "the server said": one.reply,
        }


@contributes_by_address(
    "stories-sent", "Stories chosen for you by what you follow, in letters.", "delivery_stories"
)
def stories_sent(account: Account) -> Iterator[Entry]:
    """What letters of followed stories brought the subscriber with the account’s address."""
    query = (
        select(Article.headline, Campaign.subject, Delivery.settled_at)
        .select_from(DeliveryStory)
        .join(Delivery, Delivery.id == DeliveryStory.delivery_id)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .join(Article, Article.id == DeliveryStory.article_id)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(Subscriber.email == account.email)
        .order_by(Delivery.id, DeliveryStory.position)
    )
    for headline, subject, settled_at in db.session.execute(query):
        yield {"story": headline, "letter": subject, "settled": settled_at}


@contributes("letters-you-made", "Letters you wrote for the paper.", "campaigns")
def letters_made(account: Account) -> Iterator[Entry]:
    """Campaigns that the account made."""
    query = select(Campaign).where(Campaign.created_by_id == account.id).order_by(Campaign.id)
    for one in db.session.scalars(query):
        yield {"subject": one.subject, "made": one.created_at, "sent": one.launched_at}


@contributes("segments-you-made", "Segments of subscribers you kept for the paper.", "segments")
def segments_made(account: Account) -> Iterator[Entry]:
    """Segments that the account made."""
    query = select(Segment).where(Segment.created_by_id == account.id).order_by(Segment.id)
    for one in db.session.scalars(query):
        yield {"name": one.name, "made": one.created_at}
