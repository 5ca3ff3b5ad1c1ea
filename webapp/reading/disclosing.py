"""Disclosing to a reader what this package keeps about them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..accounts.rights.exporting import Entry, contributes, contributes_by_address
from ..extensions import db
from .addressing import article_url
from .models import Author, Folder, Follow, SavedStory, Submission


@contributes(
    "saved-stories",
    "Stories you saved, with your folders, notes and marks. One you removed stays for an hour.",
    "saved_stories",
)
def saved_stories(account: Account) -> Iterator[Entry]:
    """What the reader saved, the newest first."""
    query = (
        select(SavedStory)
        .where(SavedStory.account_id == account.id)
        .options(joinedload(SavedStory.article), joinedload(SavedStory.folder))
        .order_by(SavedStory.saved_at.desc(), SavedStory.id.desc())
    )
    for saved in db.session.scalars(query):
        yield {
            "headline": saved.article.headline,
            "address": article_url(saved.article, external=True),
            "saved": saved.saved_at,
            "folder": saved.folder.name if saved.folder else "",
            "note": saved.note,
            "read": saved.read_at,
            "removed": saved.removed_at,
        }


@contributes("folders", "The folders you made for saved stories.", "folders")
def folders(account: Account) -> Iterator[Entry]:
    """The reader’s folders."""
    query = select(Folder.name).where(Folder.account_id == account.id).order_by(Folder.name)
    for name in db.session.scalars(query):
        yield {"name": name}


@contributes("follows", "Sections, topics and authors you follow.", "follows")
def follows(account: Account) -> Iterator[Entry]:
    """What the reader follows."""
    query = select(Follow).where(Follow.account_id == account.id).order_by(Follow.since, Follow.id)
    for one in db.session.scalars(query):
        yield {"what": one.kind, "name": one.thing.name, "since": one.since}


@contributes(
    "bylines",
    "Names under which you write for the paper. Your stories stand under them on the website.",
    "authors",
)
def bylines(account: Account) -> Iterator[Entry]:
    """Bylines that belong to the account."""
    query = select(Author).where(Author.account_id == account.id).order_by(Author.id)
    for one in db.session.scalars(query):
        yield {"name": one.name, "biography": one.biography}


@contributes_by_address(
    "texts-you-sent", "Texts you sent to the desk, until the desk removes them.", "submissions"
)
def submissions(account: Account) -> Iterator[Entry]:
    """Texts that were sent from the address."""
    query = select(Submission).where(Submission.email == account.email).order_by(Submission.id)
    for one in db.session.scalars(query):
        yield {
            "sent": one.sent_at,
            "name": one.name,
            "headline": one.headline,
            "text": one.text,
            "network": one.network_address,
            "the desk": one.verdict or "has not decided",
            "decided": one.settled_at,
        }
