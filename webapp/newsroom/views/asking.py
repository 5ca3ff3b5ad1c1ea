"""What every staff screen does with its address: the page asked for, words, filters, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from flask import abort, request
from flask_wtf import FlaskForm
from sqlalchemy import Select

from ...campaigns.segments.conditions import Conditions
from ...extensions import db
from ...paging import Paged, page_number, page_of
from ..filtering import Names, arguments, in_words

Row = TypeVar("Row")
ROWS = 50


@dataclass(frozen=True)
class Chip:
    """A filter in force: its words, and the arguments of the same screen without it."""

    words: str
    rest: dict[str, str]


@dataclass(frozen=True)
class Filters:
    """Every filter in force, and their arguments, for the links to further pages."""

    chips: list[Chip] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def asked_page(query: Select[Row], total: int | None = None) -> Paged[Row]:
    """The page of ``query`` that the address asks for; 404 when there is none.

    ``total`` spares the counting of all rows where their number is known.
    """
    number = page_number(request.args.get("page"))
    if total is None:
        page = page_of(query, number or 1, ROWS)
    else:
        page = Paged(rows_of(query, number or 1), number or 1, total, ROWS)
    if number is None or not page.exists:
        abort(404)
    return page


def rows_of(query: Select[Row], number: int) -> Sequence[Row]:
    """The rows of one page, which is found over an index before they are loaded."""
    identity = query.column_descriptions[0]["entity"].id
    ids = query.with_only_columns(identity).limit(ROWS).offset((number - 1) * ROWS)
    return db.session.scalars(query.where(identity.in_(ids))).all()


def form_status(form: FlaskForm) -> int:
    """The status of a page with a form: 422 when what was sent was not taken."""
    return 422 if form.is_submitted() else 200


def asked_words(name: str = "q") -> str:
    """The words of a search field, white space folded, at most 200 characters."""
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:200]


def asked_choice(name: str, choices: dict[str, str]) -> str:
    """The choice the address names; none when it is not one of ``choices``."""
    chosen = request.args.get(name, "")
    return chosen if chosen in choices else ""


def asked_day(name: str) -> dt.date | None:
    """A day like 2026-11-24; none when it is not one."""
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def asked_filters(**shown: str) -> Filters:
    """The filters in force, by argument: the words of each, or nothing when it is not set."""
    kept = {name: request.args.get(name, "") for name, words in shown.items() if words}
    chips = [
        Chip(shown[name], {other: value for other, value in kept.items() if other != name})
        for name in kept
    ]
    return Filters(chips, kept)


def asked_conditions(**given: int) -> Conditions:
    """The conditions that the address asks for; those ``given`` stand whatever it says."""
    return Conditions.read(request.args.to_dict() | {"words": asked_words()} | given)


def asked_mark() -> str:
    """The mark of the place after which a page of people goes on; none on the first."""
    return request.args.get("after", "")


def filters_of(conditions: Conditions, names: Names, *given: str) -> Filters:
    """The conditions in force as chips; those ``given`` cannot be taken off."""
    said = in_words(conditions, names)
    chips = [
        Chip(words, arguments(conditions, {name, *given}))
        for name, words in said.items()
        if name not in given
    ]
    kept = arguments(conditions)
    return Filters(chips, {name: value for name, value in kept.items() if name not in given})
