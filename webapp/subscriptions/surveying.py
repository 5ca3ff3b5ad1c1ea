"""Surveying lists, once a day: what triggers cannot count as rows change.

Which share of those who had to confirm did, by the month in which they asked; how long it took
them; and how many people two lists have in common. That takes a look at every subscription, some
seconds at three million, in which nobody waits to write. Screens read what is kept of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, case, cast, func, select

from .. import clock, jobs
from ..database import insert_into, without_write_lock
from ..dating import bounds_of, last_months
from ..extensions import db, is_postgresql
from .models import ListSurvey, MailingList, Subscriber, Subscription, Suppression

EVERY = dt.timedelta(hours=24)
MINUTE, HOUR, DAY = 60, 3600, 86_400
# Where one stretch of time to confirm ends and the next begins, in seconds.
STRETCHES = (MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY)
# Whoever is on a list sooner than this confirmed nothing: their address was known to be theirs.
SOONEST = 2  # seconds
Found = dict[str, Any]


@jobs.job(every=dt.timedelta(hours=1))
def survey_lists() -> None:
    """Survey every list once a day, and a new one within the hour."""
    fresh = select(ListSurvey.list_id).where(ListSurvey.made_at > clock.now() - EVERY)
    due = select(MailingList.id).where(MailingList.id.not_in(fresh)).limit(1)
    if db.session.scalar(due) is None:
        return
    for list_id, found in survey().items():
        values = {"made_at": clock.now(), "found": found}
        insert = insert_into(ListSurvey, db.session.get_bind().dialect)
        made = insert.values(list_id=list_id, **values)
        db.session.execute(
            made.on_conflict_do_update(index_elements=[ListSurvey.list_id], set_=values)
        )
    db.session.commit()


def survey() -> dict[int, Found]:
    """Look at all rows of all lists, one list after another."""
    with without_write_lock(db.session()):
        lists = list(db.session.scalars(select(MailingList.id)))
        common = _common()
    found = {}
    for list_id in lists:
        with without_write_lock(db.session()):
            found[list_id] = _asked(list_id) | {"common": common.get(list_id, {})}
    return found


def _asked(list_id: int) -> Found:
    """Those who asked by a form in the last months and had to confirm, and how it went."""
    months = last_months()
    bounds = bounds_of(months)
    part = case(*((Subscription.asked_at < end, n) for n, end in enumerate(bounds[1:])))
    stretch = case(
        (Subscription.confirmed_at.is_(None), -1),
        *((_waited() < end, n) for n, end in enumerate(STRETCHES)),
        else_=len(STRETCHES),
    )
    query = select(part.label("part"), stretch.label("stretch"), func.count())
    asked, stretches = [0] * len(months), [0] * (len(STRETCHES) + 1)
    confirmed = list(asked)
    for month, waited, number in db.session.execute(
        query.where(*_had_to_confirm(list_id, bounds)).group_by("part", "stretch")
    ):
        asked[month] += number
        if waited >= 0:
            confirmed[month] += number
            stretches[waited] += number
    return {
        "months": [month.isoformat() for month in months],
        "asked": asked,
        "confirmed": confirmed,
        "stretches": stretches,
        "median": _median(list_id, bounds, sum(stretches)),
    }


def _had_to_confirm(list_id: int, bounds: Sequence[dt.datetime]) -> list[SQLColumnExpression[bool]]:
    is_theirs = Subscription.confirmed_at.is_(None) | (_waited() >= SOONEST)
    return [
        Subscription.list_id == list_id,
        Subscription.is_newest,
        Subscription.source == "form",
        Subscription.asked_at >= bounds[0],
        Subscription.asked_at < bounds[-1],
        is_theirs,
    ]


def _waited() -> ColumnElement[int]:
    """Whole seconds from asking to confirming."""
    asked, confirmed = Subscription.asked_at, Subscription.confirmed_at
    if is_postgresql():
        return func.floor(func.extract("epoch", confirmed - asked))
    return func.strftime("%s", confirmed) - func.strftime("%s", asked)


def _median(list_id: int, bounds: Sequence[dt.datetime], number: int) -> int | None:
    """Within how many seconds half of them confirmed."""
    if not number:
        return None
    waited = select(_waited().label("waited")).where(
        *_had_to_confirm(list_id, bounds), Subscription.confirmed_at.is_not(None)
    )
    middle = waited.order_by("waited").offset((number - 1) // 2).limit(1)
    return int(db.session.scalars(middle).one())


def _common() -> dict[int, dict[str, int]]:
    """How many people a letter to one list and one to another both reach, for each two lists.

    People are put together by which lists reach them, in one walk through an index.
    """
    one = Subscription
    stopped = select(Subscriber.id).where(Subscriber.email.in_(select(Suppression.email)))
    each = (
        select(func.aggregate_strings(cast(one.list_id, Text), ",").label("lists"))
        .where(one.ended_at.is_(None), one.confirmed_at.is_not(None))
        .where(one.subscriber_id.not_in(stopped))
        .group_by(one.subscriber_id)
        .subquery()
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for lists, number in db.session.execute(select(each.c.lists, func.count()).group_by("lists")):
        for first, second in product(lists.split(","), repeat=2):
            found[int(first)][second] += number
    return {list_id: dict(common) for list_id, common in found.items()}
