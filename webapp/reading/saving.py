"""Saving: what a reader keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..extensions import db
from ..templating import month
from .listing import IS_PUBLISHED, saved_story
from .models import Article, SavedStory

MOST_TAKEN = 500  # stories of one browser
LONGEST_AGO = dt.timedelta(days=366)

Months = list[tuple[str, list[SavedStory]]]


def save(account_id: int, article: Article) -> None:
    """Keep a story. Saving it again changes nothing; the unique constraint decides a race."""
    if is_saved(account_id, article):
        return
    try:
        with db.session.begin_nested():
            db.session.add(SavedStory(account_id=account_id, article_id=article.id))
    except IntegrityError:
        return


def unsave(account_id: int, article: Article) -> None:
    """Let a story go; one that was not kept stays so."""
    db.session.execute(
        delete(SavedStory).where(
            SavedStory.account_id == account_id, SavedStory.article_id == article.id
        )
    )


def take(account_id: int, wanted: Mapping[int, dt.datetime]) -> int:
    """Keep what a browser kept before its reader signed in, and when; how many were new.

    Stories that readers cannot see, and those kept already, are left as they are.
    """
    mine = select(SavedStory.article_id).where(SavedStory.account_id == account_id)
    known = set(db.session.scalars(mine.where(SavedStory.article_id.in_(wanted))))
    found = db.session.scalars(select(Article.id).where(Article.id.in_(wanted), IS_PUBLISHED))
    new = [number for number in found if number not in known]
    db.session.add_all(
        SavedStory(account_id=account_id, article_id=number, saved_at=_likely(wanted[number]))
        for number in new
    )
    db.session.flush()
    return len(new)


def _likely(at: dt.datetime) -> dt.datetime:
    """When it was kept; now, when a browser’s clock says what cannot be."""
    now = clock.now()
    return at if now - LONGEST_AGO < at < now else now


def is_saved(account_id: int, article: Article) -> bool:
    """Whether the reader keeps the story."""
    return db.session.scalar(saved_story(account_id, article.id)) is not None


def by_month(kept: Iterable[SavedStory]) -> Months:
    """Kept stories under the month in which each was saved, as they come."""
    return [(label, list(group)) for label, group in groupby(kept, lambda s: month(s.saved_at))]
