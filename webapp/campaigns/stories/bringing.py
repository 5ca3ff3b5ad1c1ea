"""Bringing stories: which a letter brought, and so which came to a reader by mail."""

from __future__ import annotations

from sqlalchemy import Select, insert, or_, select

from ...extensions import db
from ...reading.listing import newest
from ...reading.models import Article
from ..blocks.kinds import Lead, StoryList, read
from ..models import Campaign, Delivery, DeliveryState
from .models import DeliveryStory, LetterStory


def note(campaign: Campaign) -> None:
    """Note the stories of a letter as it is launched, in their order."""
    blocks = (block for block in read(campaign.blocks) if isinstance(block, Lead | StoryList))
    ids = dict.fromkeys(story.id for block in blocks for story in block.stories)
    rows = [
        {"campaign_id": campaign.id, "article_id": id_, "position": position}
        for position, id_ in enumerate(ids, start=1)
    ]
    if rows:
        db.session.execute(insert(LetterStory), rows)


def sent_to(subscriber_id: int) -> Select[Article]:
    """The published stories that letters brought a subscriber, the newest first."""
    came = (Delivery.subscriber_id == subscriber_id, Delivery.state == DeliveryState.SENT)
    to_all = (
        select(LetterStory.article_id)
        .join(Campaign, Campaign.id == LetterStory.campaign_id)
        .join(Delivery, Delivery.campaign_id == Campaign.id)
        .where(*came, Campaign.most_followed.is_(None))
    )
    to_them = select(DeliveryStory.article_id).join(Delivery).where(*came)
    return newest().where(or_(Article.id.in_(to_all), Article.id.in_(to_them)))
