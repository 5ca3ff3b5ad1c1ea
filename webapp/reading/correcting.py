"""Correcting: telling readers what was wrong in a story that they may have read."""

from __future__ import annotations

import datetime as dt

from ..extensions import db
from ..outcomes import Outcome
from .cleaning import clean_line
from .models import Article, Correction

LONGEST_CORRECTION = 1_000  # characters


class NotOut(Outcome):
    """A story that no reader can have read was to be corrected."""

    title = "This story is not published"
    sentence = "Nobody has read it yet: change its text instead of correcting it."


def correct(article: Article, text: str, at: dt.datetime) -> Correction:
    """Say at the foot of a published story what was wrong; the story counts as updated.

    Raises NotOut.
    """
    if not article.is_published:
        raise NotOut
    correction = Correction(text=clean_line(text), at=at)
    article.corrections.append(correction)
    article.updated_at = at
    db.session.flush()
    return correction


def take_back(article: Article, correction: Correction, at: dt.datetime) -> None:
    """Remove a correction that was itself wrong; the page changes, so the story is updated."""
    article.corrections.remove(correction)
    article.updated_at = at
    db.session.flush()
