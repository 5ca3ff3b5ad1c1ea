"""Paging: one page of a long list; one in the database is found over an index."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select

from .extensions import db

Row = TypeVar("Row")
PAGE_SIZE = 20
LONGEST_PAGE_NUMBER = 6  # digits


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of a list: its rows, its number from 1, and how many rows the list has."""

    items: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, math.ceil(self.total / self.size))

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page comes after."""
        return self.number < self.pages

    @property
    def exists(self) -> bool:
        """Whether the list is that long; its first page exists even when it is empty."""
        return self.number <= self.pages


def page_of(query: Select[Row], number: int, size: int = PAGE_SIZE) -> Paged[Row]:
    """Page ``number`` of what ``query`` finds; the query selects one model.

    What is skipped is skipped in the index alone: the rows themselves, and all that is loaded
    with them, are fetched only for the page.
    """
    identity = query.column_descriptions[0]["entity"].id
    total = db.session.scalar(
        select(func.count()).select_from(
            query.order_by(None).with_only_columns(identity).subquery()
        )
    )
    ids = query.with_only_columns(identity).limit(size).offset((number - 1) * size)
    rows = db.session.scalars(query.where(identity.in_(ids))).all()
    return Paged(rows, number, total or 0, size)


def page_number(typed: str | None) -> int | None:
    """The number of a page of a list as an address gives it; None for what is no such number."""
    if typed is None:
        return 1
    plausible = re.fullmatch(r"[1-9][0-9]*", typed) and len(typed) <= LONGEST_PAGE_NUMBER
    return int(typed) if plausible else None
