"""Of a list nearly everybody whose subscription is open has confirmed it.

That it is open, SQLite reads off the index that lets nobody subscribe twice, which has nothing else
in it. That it is confirmed stands in an index of six columns or in the row, and to look a hundred
thousand people up there takes twice as long. So those are counted whose subscription is open, and
who still waits is taken off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Select

from ...subscriptions import counting
from .conditions import Conditions
from .narrowing import Condition, began, looked_up, on_list
from .tables import is_postgresql

MANY_TIMES = 2  # as many to look up as wait, at least, for two counts to pay


def pays(order: list[Condition], conditions: Conditions) -> bool:
    """Whether others than the list’s are looked up on it, by nothing but that they confirmed."""
    c, first = conditions, order[0]
    is_alone = c.state == "confirmed" and not (c.source or c.since or c.until)
    if is_postgresql() or not (c.list_id and is_alone) or first.name == "list":
        return False
    return first.size >= MANY_TIMES * _waiting(c.list_id)


def still_open(order: list[Condition], conditions: Conditions) -> Select[Any]:
    """Those who meet the others and whose subscription to the list is open."""
    first, *rest = _others(order)
    return began(first, [*rest, on_list(replace(conditions, state="open"))])


def still_waiting(order: list[Condition], conditions: Conditions) -> Select[Any]:
    """Those of them who have not confirmed it."""
    waiting = on_list(replace(conditions, state="awaiting"))
    return began(waiting, looked_up(_others(order)))


def _others(order: list[Condition]) -> list[Condition]:
    return [one for one in order if one.name != "list"]


def _waiting(list_id: int) -> int:
    numbers = counting.standings(list_id)
    return sum(number for (state, _), number in numbers.items() if state == "awaiting")
