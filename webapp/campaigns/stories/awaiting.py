"""Awaiting: whether a letter that brings each reader what they follow would bring anybody anything.

Looked at before its audience is frozen, so that a day without a story for these readers makes no
issue of which everybody is skipped.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select

from ...accounts.models import Account
from ...extensions import db
from ...reading.following import KINDS
from ...reading.models import Article, ArticleTopic, Follow
from ...subscriptions.models import Subscriber
from ..audience.reaching import audience_of
from ..models import Campaign, Delivery
from .following import about, brought, may_follow
from .models import DeliveryStory, LetterStory

# The stories of a letter that a follow brings, by what it names.
BRINGS: dict[str, Select[int]] = {
    "section": select(LetterStory.article_id)
    .join(Article)
    .where(Article.section_id == Follow.section_id),
    "topic": select(LetterStory.article_id)
    .join(ArticleTopic, ArticleTopic.article_id == LetterStory.article_id)
    .where(ArticleTopic.topic_id == Follow.topic_id),
    "author": select(LetterStory.article_id)
    .join(Article)
    .where(Article.author_id == Follow.author_id),
}


def is_awaited(campaign: Campaign) -> bool:
    """Whether a reader whom it reaches follows one of its stories and did not get it before.

    Its stories are noted already. True of a letter that brings the same to all.
    """
    if campaign.most_followed is None:
        return True
    things = set().union(*about(db.session.connection(), campaign.id).values())
    ways = [_somebody_waits(campaign, kind, _named(things, kind)) for kind in KINDS]
    return bool(db.session.scalar(select(or_(*ways))))


def _named(things: set[tuple[str, int]], kind: str) -> list[int]:
    return sorted(number for one, number in things if one == kind)


def _somebody_waits(campaign: Campaign, kind: str, numbers: list[int]) -> ColumnElement[bool]:
    """Whether anybody does who follows one of these sections, topics or authors."""
    had = brought(campaign.id, campaign.list_id).where(
        Delivery.subscriber_id == Subscriber.id,
        DeliveryStory.article_id == LetterStory.article_id,
    )
    # Of the reader at hand, two selects further out: by itself it would ask for any reader.
    had_it = had.correlate(Subscriber, LetterStory).exists()
    new = BRINGS[kind].where(LetterStory.campaign_id == campaign.id, ~had_it)
    reached = audience_of(campaign).with_only_columns(literal(1))
    followers = (
        reached.join(Account, Account.email == Subscriber.email)
        .join(Follow, Follow.account_id == Account.id)
        .where(*may_follow(), KINDS[kind][1].in_(numbers), new.exists())
    )
    return exists(followers.subquery())
