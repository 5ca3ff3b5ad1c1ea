"""Crossing: what two sets of facets have in common, read side by side.

Each stands in the order of people in its index. PostgreSQL reads two such sets together by itself.
SQLite looks a hundred thousand of one up in the other, which takes three times as long, unless it
is asked for the intersection in that order.
"""

from __future__ import annotations

from sqlalchemy import CompoundSelect, intersect

from ...extensions import is_postgresql
from .narrowing import FEW, Condition, began

FACETS = {"attribute", "domain"}


def pays(order: list[Condition]) -> bool:
    """Whether these are two sets of many people, and nothing else."""
    are_facets = len(order) == len(FACETS) and {one.name for one in order} == FACETS
    return are_facets and order[0].size >= FEW and not is_postgresql()


def both(order: list[Condition]) -> CompoundSelect[int]:
    """Those who meet the two."""
    first, second = (began(one, []) for one in order)
    return intersect(first, second).order_by("id")
