"""Saving: what a reader keeps."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..templating import month
from .listing import saved_story
from .models import Article, SavedStory

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


def is_saved(account_id: int, article: Article) -> bool:
    """Whether the reader keeps the story."""
    return db.session.scalar(saved_story(account_id, article.id)) is not None


def by_month(kept: Iterable[SavedStory]) -> Months:
    """Kept stories under the month in which each was saved, as they come."""
    return [(label, list(group)) for label, group in groupby(kept, lambda s: month(s.saved_at))]
