"""Tagging: the topics a story is on, made when a story is the first on one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from .cleaning import clean_line
from .models import Article, Topic
from .slugging import NAMELESS, slugify

MOST = 12  # topics of one story
LONGEST = 60  # characters


def tag(article: Article, names: Iterable[str]) -> None:
    """Make these the topics of a story; names that lead to one address are one topic."""
    wanted = _by_slug(names)
    known = _known(wanted)
    article.topics = [known.get(slug) or _made(slug, name) for slug, name in wanted.items()]
    db.session.flush()


def written(article: Article) -> str:
    """The topics of a story as the desk writes them: Yesil, Rivers, Astana."""
    return ", ".join(topic.name for topic in article.topics)


def read(line: str) -> list[str]:
    """The names in a line that separates them by commas."""
    return [name for name in map(clean_line, line.split(",")) if name]


def known(names: Iterable[str]) -> list[Topic]:
    """The topics of these names that some story is on, or was."""
    return list(_known(_by_slug(names)).values())


def unknown(names: Iterable[str], found: Iterable[Topic]) -> list[str]:
    """Those of the names that are of none of the topics."""
    slugs = {topic.slug for topic in found}
    return [name for slug, name in _by_slug(names).items() if slug not in slugs]


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    """The names that make an address, by it, the first of equals; at most MOST."""
    found: dict[str, str] = {}
    for name in map(clean_line, names):
        slug = slugify(name)
        if name and (slug != NAMELESS or name.lower() == NAMELESS):
            found.setdefault(slug, name[:LONGEST].rstrip())
    return dict(list(found.items())[:MOST])


def _known(slugs: Iterable[str]) -> dict[str, Topic]:
    rows = db.session.scalars(select(Topic).where(Topic.slug.in_(list(slugs))))
    return {topic.slug: topic for topic in rows}


def _made(slug: str, name: str) -> Topic:
    """A new topic; when another desk made it in the same moment, theirs."""
    topic = Topic(slug=slug, name=name)
    try:
        with db.session.begin_nested():
            db.session.add(topic)
    except IntegrityError:
        return db.session.scalars(select(Topic).where(Topic.slug == slug)).one()
    return topic
