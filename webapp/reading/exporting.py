"""Exporting: what a reader keeps, as files that other programs read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from .. import clock, templating
from ..extensions import db
from .addressing import article_url
from .listing import IS_KEPT, IS_PUBLISHED
from .models import Article, Folder, SavedStory

# Netscape’s format of 1996, which every browser still reads and writes.
HEAD = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>{title}</TITLE>
<H1>{title}</H1>
<DL><p>
"""


class Kept(NamedTuple):
    """One kept story, as it is exported."""

    headline: str
    address: str
    folder: str
    note: str
    saved_at: str
    read_at: str | None
    published_at: str
    seconds: int  # of saving, since 1970


def everything(account_id: int) -> list[Kept]:
    """All that a reader keeps, by folder, last saved first; a line each, without the stories."""
    rows = db.session.execute(
        select(SavedStory.saved_at, SavedStory.read_at, SavedStory.note)
        .add_columns(Folder.name.label("folder"))
        .add_columns(Article.headline, Article.slug, Article.published_at)
        .join(SavedStory.article)
        .outerjoin(SavedStory.folder)
        .where(SavedStory.account_id == account_id, IS_KEPT, IS_PUBLISHED)
        .order_by(Folder.name.is_not(None), Folder.name, SavedStory.saved_at.desc(), SavedStory.id)
    )
    return [_kept(row) for row in rows]


def _kept(row: Row[Any]) -> Kept:
    story = Article(slug=row.slug, published_at=row.published_at)
    return Kept(
        headline=row.headline,
        address=article_url(story, external=True),
        folder=row.folder or "",
        note=row.note,
        saved_at=templating.iso(row.saved_at),
        read_at=templating.iso(row.read_at) if row.read_at else None,
        published_at=templating.iso(row.published_at),
        seconds=int(row.saved_at.timestamp()),
    )


def as_json(stories: Sequence[Kept]) -> dict[str, Any]:
    """All of it with names."""
    return {
        "publication": templating.publication().name,
        "exported_at": templating.iso(clock.now()),
        "stories": [{k: v for k, v in s._asdict().items() if k != "seconds"} for s in stories],
    }


def as_bookmarks(stories: Sequence[Kept]) -> Iterator[str]:
    """A bookmark file: folders as headings, notes as descriptions."""
    yield HEAD.format(title=escape(f"Saved from {templating.publication().name}"))
    for folder, group in groupby(stories, lambda story: story.folder):
        if folder:
            yield f"<DT><H3>{escape(folder)}</H3>\n<DL><p>\n"
        yield from map(_bookmark, group)
        if folder:
            yield "</DL><p>\n"
    yield "</DL><p>\n"


def _bookmark(story: Kept) -> str:
    link = f'<A HREF="{escape(story.address)}" ADD_DATE="{story.seconds}">'
    note = f"<DD>{escape(story.note)}\n" if story.note else ""
    return f"<DT>{link}{escape(story.headline)}</A>\n{note}"
