"""Arranging the front page: which story stands where, none of them twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import Select, select, union_all

from ..extensions import db
from .listing import after, before, newest, newest_of_each, picks
from .models import Article, Place, Section
from .placing import MOST, all_placed
from .relating import related

SECONDS = MOST
RECENT = 9
PICKS = 3
STRIP = 6
OPINIONS = 4
OPINIONS_SLUG = "opinions"


@dataclass(frozen=True)
class Front:
    """What the front page shows, part by part: one lead stands large, several are equals."""

    leads: Sequence[Article] = ()
    seconds: Sequence[Article] = ()
    recent: Sequence[Article] = ()
    picks: Sequence[Article] = ()
    strips: Sequence[tuple[Section, Sequence[Article]]] = ()
    opinions: Sequence[Article] = ()
    pinned: frozenset[int] = frozenset()  # the ids of leads and seconds that editors pinned

    @property
    def lead(self) -> Article | None:
        """The first story of the page."""
        return self.leads[0] if self.leads else None


def arrange_front(sections: Sequence[Section]) -> Front:
    """What editors pinned, and the rest by recency; no story stands twice.

    Opinions have their own place, so they neither lead nor stand beside the lead unless an editor
    says so; picks keep theirs. The rail leaves out what stands beside it.
    """
    leads, seconds = _placed()
    pinned = frozenset(article.id for article in (*leads, *seconds))
    chosen = _first_picks(pinned)
    news = db.session.scalars(newest().limit(RECENT + 3 * (SECONDS + 1) + MOST + PICKS)).all()
    able = _able(news, pinned | {article.id for article in chosen})
    leads = leads or able[:1]
    rest = [article for article in able if article not in leads]
    top = [*leads, *(*seconds, *rest)[:SECONDS]]
    strips = _strips(sections, {article.id for article in (*top, *chosen)})
    return Front(
        leads=leads,
        seconds=top[len(leads) :],
        recent=[article for article in news if article not in top][:RECENT],
        picks=chosen,
        strips=[(s, found) for s, found in strips if s.strip_position is not None],
        opinions=[a for s, found in strips if s.slug == OPINIONS_SLUG for a in found][:OPINIONS],
        pinned=pinned,
    )


def _placed() -> tuple[list[Article], list[Article]]:
    """The stories pinned as lead and as second, each in the editors' order."""
    rows = db.session.scalars(all_placed()).all()
    leads, seconds = (
        [row.article for row in rows if row.place == place][:MOST]
        for place in (Place.LEAD, Place.SECOND)
    )
    return leads, seconds


def _first_picks(pinned: frozenset[int]) -> list[Article]:
    """The Editor's Picks as far as there is room for them, without what stands above them."""
    found = db.session.scalars(picks().limit(PICKS + len(pinned)))
    return [article for article in found if article.id not in pinned][:PICKS]


def _able(news: Sequence[Article], used: AbstractSet[int]) -> list[Article]:
    """News that may stand on top by recency, two with a picture first if any have one."""
    able = [a for a in news if a.section.slug != OPINIONS_SLUG and a.id not in used]
    pictured = [a for a in able if a.image][:2]
    return list(dict.fromkeys([*pictured, *able]))


def _strips(sections: Sequence[Section], used: set[int]) -> list[tuple[Section, Sequence[Article]]]:
    """Sections that have a part of the front page, in their order, with stories not used above."""
    shown = [s for s in sections if s.strip_position is not None or s.slug == OPINIONS_SLUG]
    if not shown:
        return []
    shown.sort(key=lambda s: (s.strip_position is None, s.strip_position or 0, s.name))
    found = db.session.scalars(newest_of_each(shown, STRIP + SECONDS + MOST + PICKS)).all()
    free = [article for article in found if article.id not in used]
    return [(s, [a for a in free if a.section_id == s.id][:STRIP]) for s in shown]


@dataclass(frozen=True)
class Surroundings:
    """What stands around a story."""

    related: Sequence[Article]
    recent: Sequence[Article]
    picks: Sequence[Article]
    previous: Article | None  # the one that came out before it in its section
    following: Article | None


def around(article: Article) -> Surroundings:
    """The stories beside and below a story: never itself."""
    beside = db.session.scalars(_beside(article)).all()
    chosen = [(a.pick_position, n, a) for n, a in enumerate(beside) if a.pick_position]
    return Surroundings(
        related=related(article),
        recent=beside[:RECENT],
        picks=[pick for *_, pick in sorted(chosen)][:PICKS],
        previous=next(
            (a for a in beside if _is_near(a, article) and _age(a) < _age(article)), None
        ),
        following=next(
            (a for a in reversed(beside) if _is_near(a, article) and _age(a) > _age(article)), None
        ),
    )


def _is_near(one: Article, other: Article) -> bool:
    return one.section_id == other.section_id


def _age(article: Article) -> tuple[dt.datetime, int]:
    """Where a story stands among all published ones."""
    return (article.published_at or article.created_at, article.id)


def _beside(article: Article) -> Select[Article]:
    """The newest stories, the picks and the neighbours in one question, newest first."""
    asked = (
        (newest(), RECENT),
        (picks(), PICKS),
        (before(article), 1),
        (after(article), 1),
    )
    each = (
        query.with_only_columns(Article.id).where(Article.id != article.id).limit(limit).subquery()
        for query, limit in asked
    )
    return newest().where(Article.id.in_(union_all(*(select(found.c.id) for found in each))))
