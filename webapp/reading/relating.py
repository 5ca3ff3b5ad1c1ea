"""Relating: the stories that go with a story."""

from __future__ import annotations

from sqlalchemy import Select, func, literal, select, union_all

from .listing import CARD, IS_PUBLISHED, NEWEST_FIRST
from .models import Article, ArticleTopic

RELATED = 4
# How many of the latest stories on its topics are looked at: a topic may have tens of thousands.
LOOKED_AT = 200


def related_to(article: Article) -> Select[Article]:
    """Those that share most topics with it, then the newest of its section: never itself."""
    topics = [topic.id for topic in article.topics]
    latest = (
        select(ArticleTopic.article_id)
        .where(ArticleTopic.topic_id.in_(topics), ArticleTopic.article_id != article.id)
        .order_by(ArticleTopic.article_id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    shared = select(latest.c.article_id.label("id"), literal(1).label("shared"))
    nearby = (
        select(Article.id, literal(0).label("shared"))
        .where(Article.section_id == article.section_id, IS_PUBLISHED, Article.id != article.id)
        .order_by(*NEWEST_FIRST)
        .limit(RELATED)
        .subquery()
    )
    both = union_all(shared, select(nearby.c.id, nearby.c.shared)).subquery()
    ranked = select(both.c.id, func.sum(both.c.shared).label("shared")).group_by(both.c.id)
    weighed = ranked.subquery()
    return (
        select(Article)
        .join(weighed, weighed.c.id == Article.id)
        .where(IS_PUBLISHED)
        .order_by(weighed.c.shared.desc(), *NEWEST_FIRST)
        .limit(RELATED)
        .options(*CARD)
    )
