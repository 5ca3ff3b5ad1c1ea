"""Placing: the stories that editors pin to the front page, and in which order.

What an editor sees is what they change: every act says in which order the part stood on their
screen, and is refused when it stands otherwise by now. The rows of a part are locked while it is
changed, and the unique index decides between two who are the first to pin.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from ..extensions import db
from ..outcomes import Outcome
from .listing import CARD, IS_PUBLISHED, newest, picks
from .models import Article, Place, Placement
from .writing import pick, unpick

MOST = 3  # stories pinned as lead, and as second


class Part(enum.StrEnum):
    """A part of the front page that editors fill; of the picks there may be any number."""

    LEAD = "lead"
    SECOND = "second"
    PICK = "pick"


class FrontPageChanged(Outcome):
    """The part stands otherwise than on the screen of the editor who acts."""

    status = 409
    title = "The front page was changed"
    sentence = "Somebody changed this part of the front page meanwhile; look at it and do it again."


class PartIsFull(Outcome):
    """A fourth story was to be pinned as lead or as second."""

    title = "This part is full"
    sentence = "Three stories stand there at most; take one out first."


class NotPublished(Outcome):
    """A story that readers cannot see was to stand on the front page."""

    title = "This story is not published"
    sentence = "Publish the story first, then give it its place."


def pinned(part: Part) -> Select[Article]:
    """The stories pinned to a part, in the editors' order."""
    if part is Part.PICK:
        return picks()
    stands = Placement.article_id == Article.id
    found = newest().join(Placement, stands).where(Placement.place == part.value)
    return found.order_by(None).order_by(Placement.position)


def all_placed() -> Select[Placement]:
    """Everything pinned as lead or as second whose story is published, in order."""
    return (
        select(Placement)
        .join(Placement.article)
        .where(IS_PUBLISHED)
        .order_by(Placement.place, Placement.position)
        .options(contains_eager(Placement.article).options(*CARD))
    )


def pin(article: Article, part: Part, seen: Sequence[int]) -> None:
    """Make a published story the last of a part; one pinned as lead or second elsewhere moves.

    Raises FrontPageChanged, PartIsFull or NotPublished.
    """
    if not article.is_published:
        raise NotPublished
    order = _hold(part, seen)
    if article.id in order:
        raise FrontPageChanged
    if part is Part.PICK:
        pick(article)
        return
    if len(order) >= MOST:
        raise PartIsFull
    unpin(article)
    last = func.coalesce(func.max(Placement.position), 0)
    free = db.session.scalars(select(last + 1).where(Placement.place == part.value)).one()
    _place(article, Place(part.value), free)


def take_out(article: Article, part: Part, seen: Sequence[int]) -> None:
    """Let a story go back to where recency puts it. Raises FrontPageChanged."""
    if article.id not in _hold(part, seen):
        raise FrontPageChanged
    (unpick if part is Part.PICK else unpin)(article)


def move(article: Article, part: Part, steps: int, seen: Sequence[int]) -> None:
    """Move a story up (−1) or down (+1); beyond the ends nothing moves. Raises FrontPageChanged."""
    order = _hold(part, seen)
    if article.id not in order:
        raise FrontPageChanged
    at = order.index(article.id)
    to = min(max(at + steps, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    if part is Part.PICK:
        _number_picks(order)
    else:
        _number_placements(Place(part.value), order)


def unpin(article: Article) -> None:
    """Let a story be neither lead nor second any more."""
    db.session.execute(delete(Placement).where(Placement.article_id == article.id))


def _hold(part: Part, seen: Sequence[int]) -> list[int]:
    """The ids of a part in order, held until the commit, if they are as the editor saw them."""
    if part is Part.PICK:
        rows = select(Article.id).where(Article.pick_position > 0).order_by(Article.id)
        db.session.execute(rows.with_for_update())
    else:
        held = select(Placement.article_id).where(Placement.place == part.value)
        db.session.execute(held.order_by(Placement.article_id).with_for_update())
    order = list(db.session.scalars(pinned(part).with_only_columns(Article.id)))
    if order != list(seen):
        raise FrontPageChanged
    return order


def _place(article: Article, place: Place, position: int) -> None:
    """Pin a story; of two who take a position in the same moment one is refused by the index."""
    try:
        with db.session.begin_nested():
            db.session.add(Placement(article_id=article.id, place=place, position=position))
    except IntegrityError:
        raise FrontPageChanged from None


def _number_picks(order: Sequence[int]) -> None:
    rows = {row.id: row for row in db.session.scalars(picks())}
    for position, article_id in enumerate(order, 1):
        rows[article_id].pick_position = position


def _number_placements(place: Place, order: Sequence[int]) -> None:
    """Write the order over positions that are free: the index never sees one twice."""
    found = db.session.scalars(select(Placement).where(Placement.place == place))
    rows = {row.article_id: row for row in found}
    free = max(row.position for row in rows.values()) + 1
    for position, article_id in enumerate(order, free):
        rows[article_id].position = position
