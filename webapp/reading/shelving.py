"""Shelving: folders for what a reader keeps, and which of it to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..outcomes import Outcome
from .listing import IS_KEPT, IS_PUBLISHED, saved_by
from .models import Article, Folder, SavedStory

MOST_FOLDERS = 100
UNFILED = 0  # the folder of what has none
SHOWN = {"": "All", "unread": "Unread", "read": "Read"}
SORTS = {
    "": "Newest saved",
    "oldest": "Oldest saved",
    "published": "Newest published",
    "headline": "Headline",
}
ORDERS = {
    "": (SavedStory.saved_at.desc(), SavedStory.id.desc()),
    "oldest": (SavedStory.saved_at, SavedStory.id),
    "published": (Article.published_at.desc(), Article.id.desc()),
    "headline": (func.lower(Article.headline), Article.id),
}


class FolderExists(Outcome):
    """The reader has a folder of that name."""

    title = "You have such a folder"
    sentence = "You have a folder of this name already; choose another name."


class FoldersTooMany(Outcome):
    """The reader has as many folders as a page shows."""

    title = "You have very many folders"
    sentence = f"One reader can have {MOST_FOLDERS} folders; delete another one first."


class Choice(NamedTuple):
    """Which of the kept stories to show, and in which order."""

    folder: int | None = None
    show: str = ""
    sort: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is such an order and such a part; whose folder it is, is not asked."""
        return self.show in SHOWN and self.sort in SORTS

    @property
    def is_by_saving(self) -> bool:
        """Whether the order is that of saving, so that months stand together."""
        return self.sort in {"", "oldest"}

    def but(self, **changes: int | str | None) -> dict[str, int | str | None]:
        """The choice with changes, as an address says it: without what goes without saying."""
        return {k: None if v == "" else v for k, v in (self._asdict() | changes).items()}


@dataclass(frozen=True)
class Shelves:
    """A reader’s folders, and how many stories stand where."""

    folders: Sequence[Folder]
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All kept stories."""
        return sum(self.counts.values())

    def has(self, folder: int | None) -> bool:
        """Whether a choice of folder is one of this reader’s."""
        return folder in {None, UNFILED, *(one.id for one in self.folders)}

    def name(self, folder: int | None) -> str:
        """The name of a folder that is there."""
        names = {one.id: one.name for one in self.folders}
        return names.get(folder or 0, "Without a folder" if folder == UNFILED else "")


def shelves_of(account_id: int) -> Shelves:
    """The reader’s folders by name, with their counts."""
    folders = db.session.scalars(folders_of(account_id)).all()
    standing = (
        select(SavedStory.folder_id, func.count())
        .join(SavedStory.article)
        .where(SavedStory.account_id == account_id, IS_KEPT, IS_PUBLISHED)
        .group_by(SavedStory.folder_id)
    )
    counts = {folder or UNFILED: count for folder, count in db.session.execute(standing)}
    return Shelves(folders, counts)


def chosen(account_id: int, choice: Choice) -> Select[SavedStory]:
    """What the reader keeps and chose to see."""
    query = saved_by(account_id).order_by(None).order_by(*ORDERS[choice.sort])
    if choice.folder is not None:
        query = query.where(SavedStory.folder_id == (choice.folder or None))
    if choice.show:
        is_read = SavedStory.read_at.is_not(None)
        query = query.where(is_read if choice.show == "read" else ~is_read)
    return query


def folders_of(account_id: int) -> Select[Folder]:
    """A reader’s folders by name."""
    mine = select(Folder).where(Folder.account_id == account_id)
    return mine.order_by(func.lower(Folder.name), Folder.id)


def folder_of(account_id: int, folder_id: int) -> Select[Folder]:
    """One of the reader’s own folders."""
    return select(Folder).where(Folder.account_id == account_id, Folder.id == folder_id)


def make(account_id: int, name: str) -> Folder:
    """Make a folder. Raises FolderExists or FoldersTooMany."""
    count = select(func.count()).select_from(Folder).where(Folder.account_id == account_id)
    if (db.session.scalar(count) or 0) >= MOST_FOLDERS:
        raise FoldersTooMany
    return _named(Folder(account_id=account_id), name)


def rename(folder: Folder, name: str) -> None:
    """Give a folder another name. Raises FolderExists."""
    _named(folder, name)


def _named(folder: Folder, name: str) -> Folder:
    """The unique constraint decides, also when two tabs make the same folder at once."""
    try:
        with db.session.begin_nested():
            folder.name = name
            db.session.add(folder)
    except IntegrityError:
        raise FolderExists from None
    return folder


def delete(folder: Folder) -> None:
    """Take a folder away; its stories stay, without one."""
    db.session.delete(folder)
