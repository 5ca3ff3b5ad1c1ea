"""Relating: the stories that go with a story."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Case, Select, case, func, literal, select, union_all

from ..extensions import db
from .listing import CARD, IS_PUBLISHED, NEWEST_FIRST
from .models import Article, ArticleTopic
from .searching import alike

RELATED = 4
# How many of the latest stories on its topics are looked at: a topic may have tens of thousands.
LOOKED_AT = 200


def related(article: Article) -> Sequence[Article]:
    """The stories that go with a published one: never itself, never one that is not published."""
    return db.session.scalars(related_to(article, alike(article))).all()


def related_to(article: Article, likest: Sequence[int] = ()) -> Select[Article]:
    """Those that share most topics with it, then the ``likest``, then the newest of its section."""
    topics = [topic.id for topic in article.topics]
    latest = (
        select(ArticleTopic.article_id)
        .where(ArticleTopic.topic_id.in_(topics), ArticleTopic.article_id != article.id)
        .order_by(ArticleTopic.article_id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    nearby = (
        select(Article.id)
        .where(Article.section_id == article.section_id, IS_PUBLISHED, Article.id != article.id)
        .order_by(*NEWEST_FIRST)
        .limit(RELATED)
        .subquery()
    )
    of_like_words = select(Article.id).where(Article.id.in_(likest))
    each = (
        select(latest.c.article_id.label("id"), literal(1).label("shared")),
        of_like_words.add_columns(literal(0).label("shared")),
        select(nearby.c.id, literal(0).label("shared")),
    )
    both = union_all(*each).subquery()
    weighed = (
        select(both.c.id, func.sum(both.c.shared).label("shared")).group_by(both.c.id).subquery()
    )
    return (
        select(Article)
        .join(weighed, weighed.c.id == Article.id)
        .where(IS_PUBLISHED)
        .order_by(weighed.c.shared.desc(), *_likest_first(likest), *NEWEST_FIRST)
        .limit(RELATED)
        .options(*CARD)
    )


def _likest_first(likest: Sequence[int]) -> list[Case[int]]:
    """The order of ``likest``, all other stories after them."""
    places = {id_: place for place, id_ in enumerate(likest)}
    return [case(places, value=Article.id, else_=len(places))] if places else []
