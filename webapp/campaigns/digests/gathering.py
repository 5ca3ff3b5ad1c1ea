"""Gathering what a digest brings: new stories by the rules of its list, none of them twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select

from ...extensions import db
from ...reading.listing import NEWEST_FIRST, newest
from ...reading.models import Article, ArticleTopic
from ..models import Campaign, LetterStory
from .models import DigestRules


def stories_for(
    rules: DigestRules, hour: int, since: dt.datetime, until: dt.datetime
) -> Sequence[Article]:
    """The stories that came out after ``since`` and until ``until``, the picks first if so ruled.

    Left out is what the list, or its digest of that hour, has brought before.
    """
    query = newest().where(
        Article.published_at > since,
        Article.published_at <= until,
        ~_was_brought(rules.list_id, hour),
        *_as_ruled(rules),
    )
    if rules.picks_first:
        first = (Article.pick_position.is_(None), Article.pick_position)
        query = query.order_by(None).order_by(*first, *NEWEST_FIRST)
    return db.session.scalars(query.limit(rules.most)).all()


def _as_ruled(rules: DigestRules) -> list[ColumnElement[bool]]:
    sections, topics = [s.id for s in rules.sections], [t.id for t in rules.topics]
    if not sections and not topics:
        return []
    about = select(ArticleTopic.article_id).where(ArticleTopic.topic_id.in_(topics))
    return [or_(Article.section_id.in_(sections), Article.id.in_(about))]


def _was_brought(list_id: int, hour: int) -> ColumnElement[bool]:
    return exists().where(
        LetterStory.article_id == Article.id,
        LetterStory.campaign_id == Campaign.id,
        Campaign.list_id == list_id,
        or_(Campaign.hour == hour, Campaign.hour.is_(None)),
    )
