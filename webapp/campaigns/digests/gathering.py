"""Gathering what a digest brings: new stories by the rules of its list, none of them twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select

from ...extensions import db
from ...reading.listing import NEWEST_FIRST, newest
from ...reading.models import Article, ArticleTopic, Follow
from ..models import Campaign
from ..stories.models import LetterStory
from .models import DigestRules

# Among how many new stories readers get what they follow; a letter is compiled with all of them.
MOST_FOLLOWED = 200


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
    return db.session.scalars(query.limit(MOST_FOLLOWED if rules.is_followed else rules.most)).all()


def _as_ruled(rules: DigestRules) -> list[ColumnElement[bool]]:
    return [
        *_in_sections_or_on_topics(rules),
        *([_somebody_follows()] if rules.is_followed else []),
    ]


def _somebody_follows() -> ColumnElement[bool]:
    """Whether any reader follows a story’s section, author or one of its topics."""
    on = select(ArticleTopic.topic_id).where(ArticleTopic.article_id == Article.id)
    ways = (
        Follow.section_id == Article.section_id,
        Follow.author_id == Article.author_id,
        Follow.topic_id.in_(on),
    )
    return or_(*(exists().where(way) for way in ways))


def _in_sections_or_on_topics(rules: DigestRules) -> list[ColumnElement[bool]]:
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
