"""Figures that wait for someone, shown in the sidebar of every staff screen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ..campaigns.models import Campaign, CampaignState
from ..extensions import db
from ..reading.models import Article, ArticleState, Submission
from ..subscriptions.models import MailingList


@dataclass(frozen=True)
class Waiting:
    """What stands beside the sidebar's entries."""

    drafts: int
    submissions: int
    sending: int
    lists: int


def sidebar_counts() -> Waiting:
    """All four figures in one query."""
    drafts = select(func.count()).where(Article.state == ArticleState.DRAFT)
    submissions = select(func.count()).where(Submission.settled_at.is_(None))
    sending = select(func.count()).where(Campaign.state == CampaignState.SENDING)
    lists = select(func.count()).where(MailingList.closed_at.is_(None))
    parts = (part.scalar_subquery() for part in (drafts, submissions, sending, lists))
    return Waiting(*db.session.execute(select(*parts)).one())
