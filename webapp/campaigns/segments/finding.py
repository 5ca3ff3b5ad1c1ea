"""Finding the subscribers who meet conditions, beginning with the condition that fewest meet.

Each condition can begin a search, by an index that has its people in order, or narrow one that
another began, by a look into an index for each person. Whichever begins, the same people are found;
but of a million only those are looked at who meet the first. PostgreSQL may choose for itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select

from ...database import PLANNED_ANEW
from ...extensions import db
from ...subscriptions import counting
from ..models import Campaign
from . import crossing, mapping, opening
from .conditions import Conditions
from .narrowing import EVERYONE, FEW, REACHED, Condition, began, each_of, looked_up, of_suppressed

MOST_LOOKED_AT = 50_000  # people counted to tell which condition fewest meet
MANY_TIMES = 4  # what a list must have as many of as meet the rest, for a map to pay


def people(conditions: Conditions) -> Select[Any]:
    """The ids of all who meet the conditions, each once."""
    first, *rest = in_order(conditions)
    return began(first, [*rest, REACHED] if conditions.exclude_suppressed else rest)


def count(
    conditions: Conditions, most: int | None = None, order: list[Condition] | None = None
) -> int:
    """How many meet the conditions, exactly; with ``most`` no more than those are counted.

    ``order`` spares finding out once more which condition fewest meet.
    Nearly nobody is suppressed: everybody is counted, and those few are taken off.
    """
    order = order or in_order(conditions)
    if most is None and _is_mapped(order):
        return _mapped(order, conditions)
    if conditions.are_of_the_list_alone and conditions.state != "suppressed":
        number = on_list(conditions)
    elif not conditions.written():
        number = counting.everybody()
    elif most is None:
        number = _all(order, conditions)
    else:
        first, *rest = order
        number = _count(began(first, rest).limit(most))
    if conditions.exclude_suppressed and number != most:
        number -= _count(began(of_suppressed(conditions, "list"), looked_up(order)))
    return number


def _all(order: list[Condition], conditions: Conditions) -> int:
    """How many meet the conditions, suppressed ones included."""
    if crossing.pays(order):
        return _count(crossing.both(order))
    if opening.tells(order, conditions) and _few_wait(order[0], conditions):
        are_open = _count(opening.still_open(order, conditions))
        return are_open - _count(opening.still_waiting(order, conditions))
    first, *rest = order
    return _count(began(first, rest))


def _few_wait(first: Condition, conditions: Conditions) -> bool:
    waiting = on_list(replace(conditions, state="awaiting"))
    return first.size >= opening.MANY_TIMES * waiting


def _is_mapped(order: list[Condition]) -> bool:
    """Whether many meet all the other conditions, and many times as many are on the list.

    Smaller lists are put in order and read side by side with an index that has people in order.
    """
    first, largest = order[0], order[-1]
    are_many = FEW <= first.size <= largest.size / MANY_TIMES
    return largest.name == "list" and are_many and mapping.are_worth_it()


def _mapped(order: list[Condition], conditions: Conditions) -> int:
    first, *rest, largest = order
    stopped = of_suppressed(conditions, "list") if conditions.exclude_suppressed else None
    return _asked(mapping.number(began(first, rest), largest, stopped))


def on_list(conditions: Conditions) -> int:
    """How many stand on the list in the state and by the source, suppressed ones included."""
    numbers = counting.standings(conditions.list_id)
    return sum(
        number
        for (state, source), number in numbers.items()
        if conditions.state in {"", "suppressed", state} and conditions.source in {"", source}
    )


def in_order(conditions: Conditions) -> list[Condition]:
    """The conditions, the one that fewest meet first."""
    found = list(each_of(conditions))
    if len(found) < 2:  # noqa: PLR2004 (nothing to choose between)
        return found or [EVERYONE]
    sized = (replace(one, size=_size(one, conditions)) for one in found)
    first, *rest = sorted(sized, key=lambda one: one.size)
    return [first, *(looked_up(rest) if first.size < FEW else rest)]


def _size(condition: Condition, c: Conditions) -> int:
    """How many meet one of the conditions, at least roughly."""
    if condition.name == "suppressed":
        return 0
    if condition.name == "list" and not (c.since or c.until):
        return on_list(c)
    if condition.name == "letter":
        audience = select(Campaign.audience).where(Campaign.id == c.campaign_id)
        return (db.session.scalar(audience) or 0) if c.letter == "sent" else 2**62
    if condition.name == "words":  # rows that PostgreSQL has to read
        number = _count(began(condition, []).limit(FEW))
        return number if number < FEW else MOST_LOOKED_AT
    return _count(began(condition, []).limit(MOST_LOOKED_AT))


def _count(query: Select[Any] | CompoundSelect[Any]) -> int:
    return _asked(select(func.count()).select_from(query.subquery()))


def _asked(number: Select[int]) -> int:
    return db.session.scalars(number, execution_options=PLANNED_ANEW).one()
