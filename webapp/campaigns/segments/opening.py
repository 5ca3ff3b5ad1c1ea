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

from ...extensions import is_postgresql
from .conditions import Conditions
from .narrowing import Condition, began, looked_up, of_list

MANY_TIMES = 2  # as many to look up as wait, at least, for two counts to pay


def tells(order: list[Condition], conditions: Conditions) -> bool:
    """Whether others are looked up on the list, by nothing but that they confirmed."""
    c = conditions
    is_alone = c.state == "confirmed" and not (c.source or c.since or c.until)
    return bool(c.list_id) and is_alone and order[0].name != "list" and not is_postgresql()


def still_open(order: list[Condition], conditions: Conditions) -> Select[Any]:
    """Those who meet the others and whose subscription to the list is open."""
    first, *rest = _others(order)
    return began(first, [*rest, of_list(replace(conditions, state="open"))])


def still_waiting(order: list[Condition], conditions: Conditions) -> Select[Any]:
    """Those of them who have not confirmed it."""
    waiting = of_list(replace(conditions, state="awaiting"))
    return began(waiting, looked_up(_others(order)))


def _others(order: list[Condition]) -> list[Condition]:
    return [one for one in order if one.name != "list"]
