"""Choosing: what a search can be narrowed to, with how many stories each would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import Select, literal, select, union_all

from ..extensions import db
from .models import Author, Section
from .ranking import Filters, Matches
from .search_sql import run

MOST_AUTHORS = 50


@dataclass(frozen=True)
class Choice:
    """One value of a filter; ``stories`` is unknown where there are very many."""

    value: str
    name: str
    stories: int | None


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    sections: Sequence[Choice] = ()
    authors: Sequence[Choice] = ()
    years: Sequence[Choice] = ()


def filters_of(section: str, author: str, year: int | None) -> Filters | None:
    """The filters with these slugs and this year; None when a slug is nobody's."""
    if not section and not author:
        return Filters(year=year)
    asked = union_all(_id("section", Section, section), _id("author", Author, author))
    ids = {row.kind: row.id for row in db.session.execute(asked)}
    if (section and "section" not in ids) or (author and "author" not in ids):
        return None
    return Filters(ids.get("section"), ids.get("author"), year)


def choices_of(matches: Matches, filters: Filters) -> Choices:
    """What the matches of a search can be narrowed to, whatever each filter says now."""
    sections, authors, years = (
        _counted(matches, filters, name) for name in ("section_id", "author_id", "year")
    )
    if not matches.is_whole:
        years = dict.fromkeys(range(matches.stories[0].year, _oldest() - 1, -1))
    names = _names(set(sections), set(authors))
    return Choices(
        _named(sections, names, "section"),
        _named(authors, names, "author"),
        [Choice(f"{year}", f"{year}", years[year]) for year in sorted(years, reverse=True)],
    )


def _id(kind: str, model: type[Section | Author], slug: str) -> Select[str, int]:
    return select(literal(kind).label("kind"), model.id).where(model.slug == slug)


def _counted(matches: Matches, filters: Filters, name: str) -> dict[int, int | None]:
    """The values of a filter among the matches, the commonest first, with their stories."""
    counts = Counter(map(attrgetter(name), filters.of(matches.stories, but=name)))
    chosen = getattr(filters, name)
    commonest: dict[int, int | None] = dict(counts.most_common(MOST_AUTHORS))
    if chosen is not None:
        commonest.setdefault(chosen, counts[chosen])
    return commonest if matches.is_whole else dict.fromkeys(commonest)


def _oldest() -> int:
    """The year of the oldest story in the index."""
    return int(run(db.session.connection(), "oldest", {}).scalar_one())


def _names(sections: set[int], authors: set[int]) -> dict[tuple[str, int], tuple[str, str]]:
    """The slug and the name of each section and author."""
    asked = {"sections": list(sections), "authors": list(authors)}
    rows = run(db.session.connection(), "names", asked)
    return {(row.kind, row.id): (row.slug, row.name) for row in rows}


def _named(
    counts: dict[int, int | None], names: dict[tuple[str, int], tuple[str, str]], kind: str
) -> list[Choice]:
    """The choices in the order of their names."""
    known = ((names[kind, id_], stories) for id_, stories in counts.items() if (kind, id_) in names)
    found = [Choice(slug, name, stories) for (slug, name), stories in known]
    return sorted(found, key=lambda choice: choice.name.casefold())
