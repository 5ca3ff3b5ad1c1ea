"""Queries of the screens about the paper: drafts, stories, submissions, campaigns at a glance."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..campaigns.models import Campaign
from ..reading.models import Article, ArticleState, Submission


def every_story(state: str = "", words: str = "") -> Select[Article]:
    """Stories for the desk, last changed first, of one state and with words in the headline."""
    query = select(Article).options(joinedload(Article.section), joinedload(Article.author))
    if state in set(ArticleState):
        query = query.where(Article.state == state)
    if words:
        query = query.where(Article.headline.icontains(words, autoescape=True))
    return query.order_by(Article.updated_at.desc(), Article.id.desc())


def open_drafts() -> Select[Article]:
    """Stories that readers cannot see yet, last changed first."""
    return every_story(ArticleState.DRAFT)


def unsettled_submissions() -> Select[Submission]:
    """What readers sent and the desk has not answered, oldest first."""
    return (
        select(Submission)
        .where(Submission.settled_at.is_(None))
        .order_by(Submission.sent_at, Submission.id)
    )


def settled_submissions() -> Select[Submission]:
    """What the desk has taken or declined, newest first."""
    return (
        select(Submission)
        .where(Submission.settled_at.is_not(None))
        .order_by(Submission.settled_at.desc())
    )


def latest_campaigns() -> Select[Campaign]:
    """Campaigns with their lists, newest first."""
    return select(Campaign).options(joinedload(Campaign.mailing_list)).order_by(Campaign.id.desc())
