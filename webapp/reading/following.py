"""Following: the sections, topics and authors of which a reader wants every new story."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ..extensions import db
from ..outcomes import Outcome
from .models import Author, Follow, Section, Topic

Thing = Section | Topic | Author

MOST = 200  # follows of one reader: a page asks one small question for each
# What can be followed, by the word for it in addresses, and where a follow names it.
KINDS: dict[str, tuple[type[Thing], InstrumentedAttribute[int | None]]] = {
    "section": (Section, Follow.section_id),
    "topic": (Topic, Follow.topic_id),
    "author": (Author, Follow.author_id),
}


class FollowsTooMany(Outcome):
    """The reader follows as much as one page can gather."""

    title = "You follow very much already"
    sentence = f"One reader can follow {MOST} things; end another one first."


def thing(kind: str, thing_id: int) -> Thing | None:
    """What a kind and a number name; None when there is no such thing."""
    if kind not in KINDS:
        return None
    return cast("Thing | None", db.session.get(KINDS[kind][0], thing_id))


def follow(account_id: int, kind: str, thing_id: int) -> None:
    """Follow a thing that exists. Again changes nothing; the unique constraint decides a race.

    Raises FollowsTooMany.
    """
    followed = followed_by(account_id)
    if (kind, thing_id) in followed:
        return
    if len(followed) >= MOST:
        raise FollowsTooMany
    try:
        with db.session.begin_nested():
            db.session.add(Follow(account_id=account_id, **{KINDS[kind][1].key: thing_id}))
    except IntegrityError:
        return


def unfollow(account_id: int, kind: str, thing_id: int) -> None:
    """Stop following; what was not followed stays so."""
    column = KINDS[kind][1]
    db.session.execute(delete(Follow).where(Follow.account_id == account_id, column == thing_id))


def followed_by(account_id: int) -> set[tuple[str, int]]:
    """All that a reader follows, as kinds and numbers, in one question."""
    columns = [column for _, column in KINDS.values()]
    rows = db.session.execute(select(*columns).where(Follow.account_id == account_id))
    return {
        (kind, number)
        for row in rows
        for kind, number in zip(KINDS, row, strict=True)
        if number is not None
    }


def follows_of(account_id: int) -> Select[Follow]:
    """What a reader follows with its names, last begun first."""
    names = (joinedload(Follow.section), joinedload(Follow.topic), joinedload(Follow.author))
    mine = select(Follow).where(Follow.account_id == account_id).options(*names)
    return mine.order_by(Follow.since.desc(), Follow.id.desc())
