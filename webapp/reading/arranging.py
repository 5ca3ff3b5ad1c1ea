"""Arranging the front page: which story stands where, none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select, union_all

from ..extensions import db
from .listing import newest, newest_of_each, picks
from .models import Article, Section
from .relating import related_to

SECONDS = 3
RECENT = 9
PICKS = 3
STRIP = 6
OPINIONS = 4
OPINIONS_SLUG = "opinions"


@dataclass(frozen=True)
class Front:
    """What the front page shows, part by part."""

    lead: Article | None = None
    seconds: Sequence[Article] = ()
    recent: Sequence[Article] = ()
    picks: Sequence[Article] = ()
    strips: Sequence[tuple[Section, Sequence[Article]]] = ()
    opinions: Sequence[Article] = ()


def arrange_front(sections: Sequence[Section]) -> Front:
    """Fill the front page by recency.

    Opinions have their own place, so they neither lead nor stand beside the lead; picks keep
    theirs. The rail leaves out what stands beside it.
    """
    chosen = db.session.scalars(picks().limit(PICKS)).all()
    news = db.session.scalars(newest().limit(RECENT + 3 * (SECONDS + 1) + PICKS)).all()
    top = _top(news, chosen)
    strips = _strips(sections, {article.id for article in (*top, *chosen)})
    return Front(
        lead=top[0] if top else None,
        seconds=top[1:],
        recent=[article for article in news if article not in top][:RECENT],
        picks=chosen,
        strips=[(s, found) for s, found in strips if s.strip_position is not None],
        opinions=[a for s, found in strips if s.slug == OPINIONS_SLUG for a in found][:OPINIONS],
    )


def _top(news: Sequence[Article], chosen: Sequence[Article]) -> list[Article]:
    """The lead, which has a picture if any has, and the seconds, the first with a picture too."""
    able = [a for a in news if a.section.slug != OPINIONS_SLUG and a not in chosen]
    pictured = [a for a in able if a.image][:2]
    return list(dict.fromkeys([*pictured, *able]))[: SECONDS + 1]


def _strips(sections: Sequence[Section], used: set[int]) -> list[tuple[Section, Sequence[Article]]]:
    """Sections that have a part of the front page, in their order, with stories not used above."""
    shown = [s for s in sections if s.strip_position is not None or s.slug == OPINIONS_SLUG]
    if not shown:
        return []
    shown.sort(key=lambda s: (s.strip_position is None, s.strip_position or 0, s.name))
    found = db.session.scalars(newest_of_each(shown, STRIP + SECONDS + 1 + PICKS)).all()
    free = [article for article in found if article.id not in used]
    return [(s, [a for a in free if a.section_id == s.id][:STRIP]) for s in shown]


@dataclass(frozen=True)
class Surroundings:
    """What stands around a story."""

    related: Sequence[Article]
    recent: Sequence[Article]
    picks: Sequence[Article]


def around(article: Article) -> Surroundings:
    """The stories beside and below a story: never itself."""
    beside = db.session.scalars(_beside(article)).all()
    chosen = [(a.pick_position, n, a) for n, a in enumerate(beside) if a.pick_position]
    return Surroundings(
        related=db.session.scalars(related_to(article)).all(),
        recent=beside[:RECENT],
        picks=[pick for *_, pick in sorted(chosen)][:PICKS],
    )


def _beside(article: Article) -> Select[Article]:
    """The newest stories and the picks in one question, newest first."""
    each = (
        query.with_only_columns(Article.id).where(Article.id != article.id).limit(limit).subquery()
        for query, limit in ((newest(), RECENT), (picks(), PICKS))
    )
    return newest().where(Article.id.in_(union_all(*(select(found.c.id) for found in each))))
