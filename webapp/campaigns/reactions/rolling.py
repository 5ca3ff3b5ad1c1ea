"""Rolling up: visits that are over are judged, counted by the hour, and forgotten."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select

from ... import clock
from ...database import insert_into
from ...extensions import db
from ..models import Campaign, Delivery
from .judging import Hit, machine_in
from .models import PICTURE, Click, ClickCount, LetterLink, Reaction, ReactionKind

OVER = dt.timedelta(seconds=60)  # without a further click
LONGEST = dt.timedelta(minutes=10)
VISITS = 500  # judged in one transaction


class Letter(NamedTuple):
    """What judging needs to know of a campaign."""

    launched_at: dt.datetime
    links: int


class Followed(NamedTuple):
    """A click, with its letter, and its recipient where it names one."""

    campaign_id: int
    visitor: str
    hit: Hit
    subscriber_id: int | None
    sent_at: dt.datetime | None


Visit = Sequence[Followed]


def roll_up() -> bool:
    """Judge and count up to VISITS visits that are over; whether there may be more.

    The rows are taken by deleting them, so of two workers only one counts a click.
    """
    visitors = db.session.scalars(_over()).all()
    if not visitors:
        return False
    visits = _taken(visitors)
    letters = _letters({visit[0].campaign_id for visit in visits})
    counts: Counter[tuple[int, dt.datetime, bool]] = Counter()
    people: list[Visit] = []
    for visit in visits:
        letter = letters[visit[0].campaign_id]
        began = visit[0].sent_at or letter.launched_at
        is_machine = bool(machine_in([one.hit for one in visit], began, letter.links))
        counts.update(_once_each(visit, is_machine=is_machine))
        if not is_machine:
            people.append(visit)
    _add_counts(counts)
    _add_reactions(people)
    return len(visitors) == VISITS


def _over() -> Any:
    """Visitors who did nothing for a while, or came so long ago that they are not waited for."""
    now, last, first = clock.now(), func.max(Click.at), func.min(Click.at)
    is_over = or_(last < now - OVER, first < now - LONGEST)
    return select(Click.visitor).group_by(Click.visitor).having(is_over).limit(VISITS)


def _taken(visitors: Sequence[str]) -> list[Visit]:
    theirs = delete(Click).where(Click.visitor.in_(visitors))
    rows = db.session.execute(
        theirs.returning(Click.link_id, Click.delivery_id, Click.visitor, Click.at, Click.flaw)
    ).all()
    links = {
        link.id: link
        for link in db.session.scalars(
            select(LetterLink).where(LetterLink.id.in_({row.link_id for row in rows}))
        )
    }
    deliveries = _deliveries({row.delivery_id for row in rows if row.delivery_id})
    visits: dict[str, list[Followed]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.at):
        link = links[row.link_id]
        hit = Hit(link.id, link.position, row.at, row.flaw)
        who = deliveries.get((link.campaign_id, row.delivery_id), (None, None))
        visits[row.visitor].append(Followed(link.campaign_id, row.visitor, hit, *who))
    return list(visits.values())


def _deliveries(ids: Iterable[int]) -> dict[tuple[int, int], tuple[int, dt.datetime | None]]:
    """Recipient and moment of deliveries, by campaign and id: a mark of another letter is none."""
    found = select(Delivery.campaign_id, Delivery.id, Delivery.subscriber_id, Delivery.settled_at)
    rows = db.session.execute(found.where(Delivery.id.in_(ids)))
    return {(row.campaign_id, row.id): (row.subscriber_id, row.settled_at) for row in rows}


def _letters(campaign_ids: Iterable[int]) -> dict[int, Letter]:
    links = func.count(LetterLink.id).filter(LetterLink.position != PICTURE)
    rows = db.session.execute(
        select(Campaign.id, Campaign.launched_at, links)
        .join(LetterLink)
        .where(Campaign.id.in_(campaign_ids))
        .group_by(Campaign.id, Campaign.launched_at)
    )
    return {id_: Letter(at, number) for id_, at, number in rows if at is not None}


def _once_each(visit: Visit, *, is_machine: bool) -> set[tuple[int, dt.datetime, bool]]:
    """The links of a visit, each in the hour in which it was first followed."""
    first: dict[int, dt.datetime] = {}
    for one in visit:
        first.setdefault(one.hit.link_id, one.hit.at)
    return {
        (link_id, at.replace(minute=0, second=0, microsecond=0), is_machine)
        for link_id, at in first.items()
    }


def _add_counts(counts: Counter[tuple[int, dt.datetime, bool]]) -> None:
    keys = sorted({(link_id, hour) for link_id, hour, _ in counts})  # one order: no deadlock
    rows = [
        {
            "link_id": link_id,
            "hour": hour,
            "people": counts[link_id, hour, False],
            "machines": counts[link_id, hour, True],
        }
        for link_id, hour in keys
    ]
    more = insert_into(ClickCount, db.session.get_bind().dialect).values(rows)
    more = more.on_conflict_do_update(
        index_elements=[ClickCount.link_id, ClickCount.hour],
        set_={
            "people": ClickCount.people + more.excluded.people,
            "machines": ClickCount.machines + more.excluded.machines,
        },
    )
    db.session.execute(more)


def _add_reactions(visits: Iterable[Visit]) -> None:
    """Keep who opened or followed what, where the list counts by person; the first time counts."""
    rows = [
        {
            "campaign_id": one.campaign_id,
            "kind": ReactionKind.CLICKED if one.hit.position else ReactionKind.OPENED,
            "link_id": one.hit.link_id,
            "subscriber_id": one.subscriber_id,
            "at": one.hit.at,
        }
        for visit in visits
        for one in visit
        if one.subscriber_id is not None
    ]
    if rows:
        first = insert_into(Reaction, db.session.get_bind().dialect).on_conflict_do_nothing()
        db.session.execute(first, rows)
