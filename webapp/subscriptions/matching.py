"""Matching addresses of a file with the people in the tables, a chunk at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, null, select

from ..among import is_among
from ..extensions import db
from .models import SAYS_NOTHING, Ended, MailingList, Subscriber, Subscription


@dataclass(frozen=True)
class Person:
    """Somebody, and how they stand to one list."""

    subscriber_id: int  # 0: nobody yet
    name: str
    subscription_id: int  # the open one; 0: none
    waits: bool  # it is not confirmed yet
    has_left: bool  # they ended it, or mail to them failed, or they left every list they had
    attributes: frozenset[str] = frozenset()  # the names, where they were asked for


NOBODY = Person(0, "", 0, waits=False, has_left=False)
NOWHERE = (0, False, False)  # as somebody stands who never had a subscription


def known_people(
    emails: list[str], mailing_list: MailingList, *, with_attributes: bool = False
) -> dict[str, Person]:
    """Who of ``emails`` is there already, by address."""
    attributes = Subscriber.attributes if with_attributes else null()
    query = select(Subscriber.email, Subscriber.id, Subscriber.name, attributes)
    found = db.session.execute(query.where(is_among(Subscriber.email, emails))).all()
    standing = _standing([person for _, person, _, _ in found], mailing_list) if found else {}
    return {
        email: Person(person, name, *standing.get(person, NOWHERE), frozenset(held or ()))
        for email, person, name, held in found
    }


def _standing(people: list[int], mailing_list: MailingList) -> dict[int, tuple[int, bool, bool]]:
    """How those who ever had a subscription stand to the list: three fields of a Person.

    It is not joined to the people: of a table that nobody counted yet PostgreSQL would read all.
    """
    is_open = Subscription.ended_at.is_(None)
    open_here = is_open & (Subscription.list_id == mailing_list.id)
    left_here = _left() & (Subscription.list_id == mailing_list.id)
    left_everything = Subscription.ended_reason == Ended.EVERYTHING
    query = select(
        Subscription.subscriber_id,
        func.coalesce(func.max(case((open_here, Subscription.id))), 0),
        _some(open_here & Subscription.confirmed_at.is_(None)),
        (_some(left_here) & ~_some(open_here)) | (_some(left_everything) & ~_some(is_open)),
    )
    theirs = is_among(Subscription.subscriber_id, people)
    rows = db.session.execute(query.where(theirs).group_by(Subscription.subscriber_id))
    return {person: (number, bool(waits), bool(left)) for person, number, waits, left in rows}


def _left() -> ColumnElement[bool]:
    """As Subscription.has_left, in SQL."""
    return Subscription.ended_at.is_not(None) & Subscription.ended_reason.not_in(SAYS_NOTHING)


def _some(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    """Whether any row of the group meets the condition."""
    return func.count(case((condition, 1))) > 0
