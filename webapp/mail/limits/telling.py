"""Telling of limits: what each says, in words, and how much of it is used up now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from ...extensions import db
from .counting import Moment, Room, Taken, room, taken
from .models import EVERY_OTHER, Kind, SendingLimit, Span, limits


@dataclass(frozen=True)
class Use:
    """Letters that may leave in one time, and that did."""

    most: int
    gone: int


@dataclass(frozen=True)
class Standing:
    """A limit, what of it is used up in each time, and what is left."""

    limit: SendingLimit
    uses: dict[Span, Use]
    room: Room


def standings() -> list[Standing]:
    """How every limit stands now. That of every other domain counts for each of them alone."""
    found = list(db.session.scalars(limits()))
    moment = Moment.here(current_app.config["TIME_ZONE"])
    counted = taken(db.session.connection(), [limit.key for limit in found], moment)
    return [_standing(limit, counted.get(limit.key, {}), moment) for limit in found]


def title(limit: SendingLimit) -> str:
    """What a limit is of."""
    if limit.kind == Kind.ALL:
        return "All letters"
    if limit.kind == Kind.SERVER:
        return f"Through {limit.name}"
    if limit.name == EVERY_OTHER:
        return "To each other domain"
    return "To " + " and ".join(limit.domains)


def in_words(limit: SendingLimit) -> str:
    """Its numbers: 100 a minute, 2,000 an hour, warm-up of 14 days from 1 December 2026."""
    plain = {"a minute": limit.per_minute, "an hour": limit.per_hour, "a day": limit.per_day}
    said = [f"{number:,} {span}" for span, number in plain.items() if number is not None]
    if limit.warm_up and limit.warms_up_from:
        days = f"{len(limit.warm_up)} day{'s' * (len(limit.warm_up) != 1)}"
        said.append(f"warm-up of {days} from {limit.warms_up_from:%-d %B %Y}")
    return ", ".join(said)


def _standing(limit: SendingLimit, counted: dict[Span, Taken], moment: Moment) -> Standing:
    uses = {
        span: Use(most, counted[span].number if span in counted else 0)
        for span, most in limit.most(moment.today).items()
    }
    return Standing(limit, uses, room(limit, counted, moment))
