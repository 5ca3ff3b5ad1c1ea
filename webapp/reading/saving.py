"""Saving: what a reader keeps, and lets go.

A story that is let go can come back for an hour with its folder, note, reading and date; then a
sweep removes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

from sqlalchemy import ColumnElement, and_, delete, select

from .. import clock, jobs
from ..database import insert_into
from ..extensions import db
from ..templating import month
from .listing import IS_PUBLISHED, saved_story
from .models import Article, SavedStory

UNDO = dt.timedelta(hours=1)
MOST_TAKEN = 500  # stories of one browser
LONGEST_AGO = dt.timedelta(days=366)

Months = list[tuple[str, list[SavedStory]]]


def save(account_id: int, article: Article) -> None:
    """Keep a story. Saving it again changes nothing."""
    _keep(account_id, {article.id: clock.now()})


def _keep(account_id: int, since: Mapping[int, dt.datetime]) -> int:
    """Keep stories since those moments; how many were not kept before.

    What was let go within the hour comes back as it was. The unique constraint decides a race.
    """
    if not since:
        return 0
    is_one = and_(SavedStory.account_id == account_id, SavedStory.article_id.in_(since))
    db.session.execute(delete(SavedStory).where(is_one, _is_gone()))
    rows = [
        {"account_id": account_id, "article_id": number, "saved_at": at}
        for number, at in sorted(since.items())  # in one order, or two would wait for each other
    ]
    statement = insert_into(SavedStory, db.session.get_bind().dialect).on_conflict_do_update(
        index_elements=[SavedStory.account_id, SavedStory.article_id],
        set_={"removed_at": None},
        where=SavedStory.removed_at.is_not(None),
    )
    return len(db.session.scalars(statement.returning(SavedStory.id), rows).all())


def _is_gone() -> ColumnElement[bool]:
    """Whether a story was let go and can no longer come back."""
    return SavedStory.removed_at < clock.now() - UNDO


def unsave(account_id: int, article: Article) -> None:
    """Let a story go; one that was not kept stays so."""
    known = kept(account_id, article.id)
    if known:
        known.removed_at = clock.now()


def kept(account_id: int, article_id: int) -> SavedStory | None:
    """A reader’s keeping of a story; None when it is not kept, or was let go."""
    known = db.session.scalar(saved_story(account_id, article_id))
    return known if known and known.removed_at is None else None


def mark_read(account_id: int, article_id: int, *, read: bool) -> bool:
    """Note that a kept story was read, or was not; False when it is not kept."""
    known = kept(account_id, article_id)
    if known:
        known.read_at = (known.read_at or clock.now()) if read else None
    return known is not None


def take(account_id: int, wanted: Mapping[int, dt.datetime]) -> int:
    """Keep what a browser kept before its reader signed in, and when; how many were new.

    Stories that readers cannot see, and those kept already, are left as they are.
    """
    found = db.session.scalars(select(Article.id).where(Article.id.in_(wanted), IS_PUBLISHED))
    return _keep(account_id, {number: _likely(wanted[number]) for number in found})


def _likely(at: dt.datetime) -> dt.datetime:
    """When it was kept; now, when a browser’s clock says what cannot be."""
    now = clock.now()
    return at if now - LONGEST_AGO < at < now else now


def by_month(stories: Iterable[SavedStory]) -> Months:
    """Kept stories under the month in which each was saved, as they come."""
    return [(label, list(group)) for label, group in groupby(stories, lambda s: month(s.saved_at))]


@jobs.job(every=dt.timedelta(hours=1))
def sweep() -> None:
    """Remove what was let go and can no longer come back."""
    db.session.execute(delete(SavedStory).where(_is_gone()))
    db.session.commit()
