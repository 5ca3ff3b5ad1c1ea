"""Mapping: every public address for search engines (sitemaps.org, Google News).

A file holds the rows of one range of ids, found over an index. So none is counted or skipped to
find another, and the file of an old range stays the same however much is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from .. import clock
from ..extensions import db
from ..templating import public_url
from .addressing import article_url
from .archiving import years
from .illustrating import images_of, placed_keys
from .listing import IS_PUBLISHED, NEWEST_FIRST, all_sections
from .models import Article, Author, Image, Page, Topic

FILE_SIZE = 10_000  # ids, and so at most as many addresses
NEWS_AGE = dt.timedelta(hours=48)
NEWS_LIMIT = 1000
PICTURES_LIMIT = 1000
Numbered = type[Any]  # a model whose rows have a number
ALSO_FILES: list[Callable[[], Iterator[str]]] = []
KINDS: dict[str, type[Author | Topic]] = {"author": Author, "topic": Topic}
STANDING = (
    *("reading.front", "reading.all_stories", "reading.picks", "reading.submit"),
    *("campaigns.newsletters", "subscriptions.subscribe"),
)
IS_ILLUSTRATED = Article.body.contains("<figure>")
ADDRESSED = load_only(Article.slug, Article.published_at, Article.updated_at)


@dataclass(frozen=True)
class Place:
    """One address of a sitemap, and when its page last changed, where that is known."""

    address: str
    changed_at: dt.datetime | None = None


def maps_files(work: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
    """Register further sitemaps, of a package that stands above this one."""
    ALSO_FILES.append(work)
    return work


def files() -> Iterator[str]:
    """The addresses of all sitemaps but that of the news."""
    yield public_url("reading.sitemap_of_pages")
    for number in _numbers(Article, IS_PUBLISHED):
        yield public_url("reading.sitemap_of_stories", number=number)
    for kind, model in KINDS.items():
        for number in _numbers(model):
            yield public_url("reading.sitemap_of_kind", kind=kind, number=number)
    for work in ALSO_FILES:
        yield from work()


def stories(number: int) -> list[Place]:
    """The stories of file ``number``."""
    found = db.session.scalars(stories_of_file(number))
    return [Place(article_url(story, external=True), story.updated_at) for story in found]


def stories_of_file(number: int) -> Select[Article]:
    """The published stories with the ids of file ``number``, by id."""
    within = in_file(Article, literal(number))
    return select(Article).where(IS_PUBLISHED, within).order_by(Article.id).options(ADDRESSED)


def kind(name: str, number: int) -> list[Place]:
    """The authors or topics of file ``number``; ``name`` is one of KINDS."""
    model = KINDS[name]
    slugs = db.session.scalars(select(model.slug).where(in_file(model, literal(number))))
    return [Place(public_url(f"reading.{name}", slug=slug)) for slug in slugs]


def pages() -> list[Place]:
    """Front page, lists, sections, years and standing pages: a few dozen."""
    sections = db.session.scalars(all_sections())
    standing = db.session.scalars(select(Page).order_by(Page.slug).limit(FILE_SIZE // 10))
    return [
        *(Place(public_url(endpoint)) for endpoint in STANDING),
        *(Place(public_url("reading.section", slug=section.slug)) for section in sections),
        *(Place(public_url("reading.archive", **count.period.values)) for count in years()),
        *(Place(public_url("reading.page", slug=p.slug), p.updated_at) for p in standing),
    ]


def news() -> Sequence[Article]:
    """The stories of the last 48 hours, newest first, at most as many as Google News takes."""
    fresh = Article.published_at > clock.now() - NEWS_AGE
    topics = selectinload(Article.topics)
    return _newest(fresh, NEWS_LIMIT, lambda query: query.options(topics))


def pictured() -> list[tuple[Article, list[Image]]]:
    """The newest stories that have pictures, with the first and those placed in their texts."""
    picture = joinedload(Article.image).load_only(Image.key)
    has_picture = Article.image_id.is_not(None) | IS_ILLUSTRATED
    found = _newest(has_picture, PICTURES_LIMIT, lambda query: query.options(picture))
    placed = _placed([article.id for article in found])
    shown = ((one, list(filter(None, [one.image, *placed.get(one.id, ())]))) for one in found)
    return [(one, list(dict.fromkeys(images))) for one, images in shown if images]


def _placed(ids: Sequence[int]) -> dict[int, list[Image]]:
    """The pictures placed in the texts of stories, by the stories’ ids."""
    bodies = select(Article.id, Article.body).where(Article.id.in_(ids), IS_ILLUSTRATED)
    keys = {number: placed_keys(body) for number, body in db.session.execute(bodies)}
    images = images_of(set(chain(*keys.values())))
    return {n: [images[key] for key in placed if key in images] for n, placed in keys.items()}


def _newest(
    condition: ColumnElement[bool],
    limit: int,
    loading: Callable[[Select[Article]], Select[Article]],
) -> Sequence[Article]:
    columns = load_only(Article.slug, Article.headline, Article.published_at, Article.updated_at)
    query = select(Article).where(IS_PUBLISHED, condition).order_by(*NEWEST_FIRST).limit(limit)
    return db.session.scalars(loading(query.options(columns))).all()


def numbers_of(model: Numbered, *conditions: ColumnElement[bool]) -> Select[int]:
    """The numbers of the files that hold at least one row: one look into the index for each."""
    last = select((func.max(model.id) - 1) / FILE_SIZE + 1).scalar_subquery()
    counted = select(literal(1).label("number")).cte("counted", recursive=True)
    counted = counted.union_all(select(counted.c.number + 1).where(counted.c.number < last))
    found = exists().where(in_file(model, counted.c.number), *conditions)
    return select(counted.c.number).where(found).order_by(counted.c.number)


def _numbers(model: Numbered, *conditions: ColumnElement[bool]) -> Sequence[int]:
    return db.session.scalars(numbers_of(model, *conditions)).all()


def in_file(model: Numbered, number: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a row’s id belongs to file ``number``, from 1."""
    within: ColumnElement[bool] = (model.id > (number - 1) * FILE_SIZE) & (
        model.id <= number * FILE_SIZE
    )
    return within
