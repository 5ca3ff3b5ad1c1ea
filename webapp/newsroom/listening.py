"""Listening to those who left a list: how many gave which reason, and their newest words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, String, cast, func, literal, null, select, union_all

from .. import clock
from ..extensions import db
from ..subscriptions.farewelling import WORDS
from ..subscriptions.models import Farewell

SPAN = dt.timedelta(days=365)
MOST_SHOWN = 10
NO_MOMENT = cast(null(), Farewell.__table__.c.at.type).label("at")


@dataclass(frozen=True)
class Heard:
    """What was said in the last twelve months."""

    reasons: list[tuple[str, int]]
    words: list[tuple[dt.datetime, str]]  # the newest first

    @property
    def total(self) -> int:
        """How many said anything."""
        return sum(number for _, number in self.reasons)


def heard(list_id: int) -> Heard:
    """Why people left a list; nothing of it names anybody."""
    rows = db.session.execute(_asked(list_id)).all()
    numbers = {reason: number for reason, number, *_ in rows if number}
    names = [*WORDS.items(), ("", "In their own words alone")]
    reasons = [(shown, numbers[one]) for one, shown in names if one in numbers]
    words = sorted(((at, words) for *_, at, words in rows if at), reverse=True)
    return Heard(reasons, words)


def _asked(list_id: int) -> CompoundSelect[str, int, dt.datetime, str]:
    """One question: the counts of reasons, and the newest words with no count beside them."""
    lately = (Farewell.list_id == list_id, Farewell.at >= clock.now() - SPAN)
    counted = select(Farewell.reason, func.count(), NO_MOMENT, literal(""))
    newest = select(literal("", String).label("reason"), literal(0), Farewell.at, Farewell.words)
    newest = newest.where(*lately, Farewell.words != "").order_by(Farewell.at.desc())
    shown = newest.limit(MOST_SHOWN).subquery()
    return union_all(counted.where(*lately).group_by(Farewell.reason), select(shown))
