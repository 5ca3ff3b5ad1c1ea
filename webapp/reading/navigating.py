"""Navigating: the sections in the bar and in the footer of every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import overload

from sqlalchemy.exc import SQLAlchemyError

from ..extensions import db
from .listing import all_sections
from .models import Section


class LazySections(Sequence[Section]):
    """Sections, asked of the database only when a template shows them."""

    def __init__(self, find: Callable[[], Sequence[Section]]) -> None:
        self._find = find

    @cached_property
    def _rows(self) -> Sequence[Section]:
        return self._find()

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Section]: ...
    def __getitem__(self, place: int | slice) -> Section | Sequence[Section]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


def sections_of_page() -> dict[str, Sequence[Section]]:
    """``navigation``, in the order of the bar, and ``footer_sections``, by name: one query."""
    footer = LazySections(_by_name)
    return {"footer_sections": footer, "navigation": LazySections(lambda: _bar(footer))}


def _bar(sections: Sequence[Section]) -> Sequence[Section]:
    placed = [(s.bar_position, s.name, s) for s in sections if s.bar_position is not None]
    return [section for *_, section in sorted(placed, key=itemgetter(0, 1))]


def _by_name() -> Sequence[Section]:
    """All sections; none when the database does not answer, so that its error page can."""
    try:
        found = db.session.scalars(all_sections()).all()
    except SQLAlchemyError:
        return []
    return sorted(found, key=lambda section: section.name.casefold())
