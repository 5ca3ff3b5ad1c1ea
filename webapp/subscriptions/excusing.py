"""Excusing: whose details are gone from the consent record because a later entry erased them.

Asked of many entries together: a record may have lost the details of everybody a list once had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from ..among import is_among
from ..extensions import db
from .hashing import DOMAIN, names_of, person_of
from .models import Consent, ConsentEvent, Subscriber

LastErasures = dict[Any, int]  # the number of the last entry that erased, by whom it is about


def excused(entries: Sequence[Any]) -> set[int]:
    """The numbers of those entries whose person had the details erased after them.

    The erasure is about the same subscriber, about another life of the same person, or, where none
    is known, about the person alone. Few entries need more than the first question.
    """
    found: set[int] = set()
    for erasures in (_of_subscribers, _of_other_lives, _of_nobody_known):
        if left := [entry for entry in entries if entry.id not in found]:
            last = erasures(left)
            found |= {
                entry.id
                for entry in left
                if max(last.get(entry.subscriber_id, 0), last.get(entry.person, 0)) > entry.id
            }
    return found


def _of_subscribers(entries: Sequence[Any]) -> LastErasures:
    return _last_erasures(Consent.subscriber_id, {entry.subscriber_id for entry in entries})


def _of_other_lives(entries: Sequence[Any]) -> LastErasures:
    """By the person, whose every life is a subscriber with a name of its own."""
    people = {entry.person for entry in entries}
    names = [name for person in people for name in names_of(f"{person}@{DOMAIN}")]
    query = select(Subscriber.id, Subscriber.email).where(is_among(Subscriber.email, names))
    person_by_life = {life: person_of(email) for life, email in db.session.execute(query)}
    last: LastErasures = {}
    for life, number in _last_erasures(Consent.subscriber_id, person_by_life).items():
        person = person_by_life[life]
        last[person] = max(number, last.get(person, 0))
    return last


def _of_nobody_known(entries: Sequence[Any]) -> LastErasures:
    people = {entry.person for entry in entries}
    return _last_erasures(Consent.person, people, Consent.subscriber_id.is_(None))


def _last_erasures(
    column: Any, values: Collection[Any], *those: ColumnElement[bool]
) -> LastErasures:
    query = select(column, func.max(Consent.id)).group_by(column)
    erased = Consent.event == ConsentEvent.ERASED
    named = is_among(column, [value for value in values if value is not None])
    rows = db.session.execute(query.where(named, erased, *those))
    return {whose: number for whose, number in rows}  # noqa: C416 (mypy)
