"""Saying farewell: why somebody left, which nobody has to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import clock
from ..database import insert_into
from ..extensions import db
from .attributing import folded
from .leaving import BY_THEMSELVES
from .models import Farewell, Subscription, Why

WORDS = {
    Why.TOO_MANY: "Too many letters",
    Why.NOT_MINE: "Not what I care about",
    Why.ELSEWHERE: "I read the paper elsewhere",
    Why.LOOKS: "Hard to read, or something did not work",
    Why.NOT_ASKED: "I did not ask for it",
    Why.OTHER: "Something else",
}
LONGEST = 500  # characters
ASKED_FOR = dt.timedelta(days=1)  # after leaving


def unsaid(subscriber_id: int) -> list[Subscription]:
    """What a person has just left by themselves, and said nothing of yet."""
    query = (
        select(Subscription)
        .outerjoin(Farewell, Farewell.subscription_id == Subscription.id)
        .where(
            Subscription.subscriber_id == subscriber_id,
            Subscription.is_newest,
            Subscription.ended_at >= clock.now() - ASKED_FOR,
            Subscription.ended_reason.in_(BY_THEMSELVES),
            Subscription.confirmed_at.is_not(None),
            Farewell.id.is_(None),
        )
        .options(joinedload(Subscription.mailing_list, innerjoin=True))
        .order_by(Subscription.id)
    )
    return list(db.session.scalars(query))


def say(left: Sequence[Subscription], reason: str, words: str) -> None:
    """Keep why somebody left, for each list; the first answer counts, and none is kept as none."""
    words = folded(words)
    if not left or not (reason or words):
        return
    said = {"at": clock.now(), "reason": reason, "words": words}
    rows = [{"list_id": one.list_id, "subscription_id": one.id, **said} for one in left]
    add = insert_into(Farewell, db.session.get_bind().dialect)
    once = add.on_conflict_do_nothing(index_elements=[Farewell.subscription_id])
    db.session.execute(once, rows)
