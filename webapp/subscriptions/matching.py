"""Matching addresses of a file with the people in the tables, a chunk at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, null, select

from ..extensions import db
from .bulk import in_texts
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


def known_people(
    emails: list[str], mailing_list: MailingList, *, with_attributes: bool = False
) -> dict[str, Person]:
    """Who of ``emails`` is there already, by address."""
    is_open = Subscription.ended_at.is_(None)
    open_here = is_open & (Subscription.list_id == mailing_list.id)
    left_here = _left() & (Subscription.list_id == mailing_list.id)
    left_everything = Subscription.ended_reason == Ended.EVERYTHING
    query = (
        select(
            Subscriber.email,
            Subscriber.id,
            Subscriber.name,
            func.coalesce(func.max(case((open_here, Subscription.id))), 0),
            _some(open_here & Subscription.confirmed_at.is_(None)),
            (_some(left_here) & ~_some(open_here)) | (_some(left_everything) & ~_some(is_open)),
            Subscriber.attributes if with_attributes else null(),
        )
        .outerjoin(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(Subscriber.email.in_(in_texts(emails)))
        .group_by(Subscriber.id, Subscriber.email, Subscriber.name)
    )
    return {
        email: Person(number, name, subscription, bool(waits), bool(left), frozenset(held or ()))
        for email, number, name, subscription, waits, left, held in db.session.execute(query)
    }


def _left() -> ColumnElement[bool]:
    """As Subscription.has_left, in SQL."""
    return Subscription.ended_at.is_not(None) & Subscription.ended_reason.not_in(SAYS_NOTHING)


def _some(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    """Whether any row of the group meets the condition."""
    return func.count(case((condition, 1))) > 0
