"""Queries of the screens about the paper: drafts, stories, submissions, campaigns at a glance."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from ..accounts.models import Account, Role
from ..reading.models import Article, ArticleState, Author, Submission


def stories_for(account: Account, state: str = "", words: str = "") -> Select[Article]:
    """Stories for the desk, last changed first, of one state and with words in the headline.

    An author sees their own.
    """
    query = select(Article).options(
        joinedload(Article.section, innerjoin=True),
        joinedload(Article.author, innerjoin=True),
        defer(Article.body, raiseload=True),
    )
    if not account.may(Role.EDITOR):
        query = query.where(Article.author_id.in_(_bylines_of(account)))
    if state:
        query = query.where(Article.state == state)
    if words:
        query = query.where(Article.headline.icontains(words, autoescape=True))
    return query.order_by(Article.updated_at.desc(), Article.id.desc())


def count_drafts(account: Account) -> Select[int]:
    """How many drafts wait for an editor, or for their author."""
    query = select(func.count()).where(Article.state == ArticleState.DRAFT)
    if account.may(Role.EDITOR):
        return query
    return query.where(Article.author_id.in_(_bylines_of(account)))


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


def _bylines_of(account: Account) -> Select[int]:
    return select(Author.id).where(Author.account_id == account.id)
