"""Telling of limits: what each says, in words, and how much of it is used up now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app

from ...extensions import db
from ...templating import local
from .counting import Moment, Room, Taken, room, taken
from .models import EVERY_OTHER, Kind, SendingLimit, Span, limits

A = {Span.MINUTE: "a minute", Span.HOUR: "an hour", Span.DAY: "a day"}
SOON = dt.timedelta(seconds=90)


@dataclass(frozen=True)
class Use:
    """Letters that may leave in one time, and that did."""

    most: int
    gone: int

    @property
    def left(self) -> int:
        """Letters that may still leave."""
        return max(self.most - self.gone, 0)


@dataclass(frozen=True)
class Standing:
    """A limit, what of it is used up in each time, and what is left."""

    limit: SendingLimit
    uses: dict[Span, Use]
    room: Room

    @property
    def title(self) -> str:
        """What the limit is of."""
        return title(self.limit)

    @property
    def words(self) -> str:
        """The numbers of the limit."""
        return in_words(self.limit)

    @property
    def tightest(self) -> Span:
        """The time of whose letters the fewest are left."""
        return min(self.uses, key=lambda span: self.uses[span].left)


def here() -> Moment:
    """The present moment where the paper is."""
    return Moment.here(current_app.config["TIME_ZONE"])


def standings() -> list[Standing]:
    """How every limit stands now. That of every other domain counts for each of them alone."""
    found, moment = list(db.session.scalars(limits())), here()
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
    plain = zip(A.values(), (limit.per_minute, limit.per_hour, limit.per_day), strict=True)
    said = [f"{number:,} {span}" for span, number in plain if number is not None]
    if limit.warm_up and limit.warms_up_from:
        days = f"{len(limit.warm_up)} day{'s' * (len(limit.warm_up) != 1)}"
        said.append(f"warm-up of {days} from {limit.warms_up_from:%-d %B %Y}")
    return ", ".join(said)


def state(standing: Standing) -> str:
    """Why letters are slow, in one sentence: of which limit how many are gone, and what then."""
    limit, moment = standing.limit, here()
    use, day = standing.uses[standing.tightest], limit.warm_up_day(moment.today)
    if limit.is_warming_up(moment.today) and day <= 0:
        said = f"Warm-up of {limit.name} has not begun"
    elif limit.is_warming_up(moment.today) and standing.tightest == Span.DAY:
        said = (
            f"Warm-up of {limit.name}, day {day} of {len(limit.warm_up)}: "
            f"{use.most:,} letters today, {use.gone:,} are gone"
        )
    else:
        said = f"{title(limit)}: {use.most:,} {A[standing.tightest]}, {use.gone:,} are gone"
    opens_at = standing.room.opens_at
    return f"{said}; goes on {_when(opens_at, moment)}." if opens_at else f"{said}."


def _when(opens_at: dt.datetime, moment: Moment) -> str:
    if opens_at < moment.now + SOON:
        return "within a minute"
    shown, zone = local(opens_at), current_app.config["TIME_ZONE"]
    if opens_at < moment.day_ends:
        return f"at {shown:%H:%M}"
    is_tomorrow = shown.date() == moment.today + dt.timedelta(days=1)
    return f"{'tomorrow' if is_tomorrow else f'on {shown:%-d %B}'} at {shown:%H:%M} ({zone})"


def _standing(limit: SendingLimit, counted: dict[Span, Taken], moment: Moment) -> Standing:
    uses = {
        span: Use(most, counted[span].number if span in counted else 0)
        for span, most in limit.most(moment.today).items()
    }
    return Standing(limit, uses, room(limit, counted, moment))
