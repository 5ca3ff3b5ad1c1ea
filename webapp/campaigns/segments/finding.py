"""Finding the subscribers who meet conditions, beginning with the condition that fewest meet.

Each condition can begin a search, by an index that has its people in order, or narrow one that
another began, by a look into an index for each person. Whichever begins, the same people are found;
but of a million only those are looked at who meet the first. PostgreSQL may choose for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select, true
from sqlalchemy.orm import aliased

from ...dating import end_of, start_of
from ...extensions import db
from ...subscriptions import counting
from ...subscriptions.models import Subscriber, Subscription
from ..models import Campaign, Delivery, DeliveryState
from .conditions import Conditions, day_of
from .tables import DOMAIN, FACETS, SUPPRESSED, has_facet, has_terms, with_terms

MOST_LOOKED_AT = 50_000  # people counted to tell which condition fewest meet
FEW = 10_000  # people whom to look up one by one costs less than to read half a million in order
Narrow = Callable[[SQLColumnExpression[int]], ColumnElement[bool]]


@dataclass(frozen=True)
class Condition:
    """One of the conditions: as the beginning of a search, and as what narrows another."""

    name: str
    person: SQLColumnExpression[int]  # the id of the subscriber
    begin: tuple[SQLColumnExpression[bool], ...]
    narrow: Narrow


def people(conditions: Conditions) -> Select[Any]:
    """The ids of all who meet the conditions, each once."""
    first, *rest = in_order(conditions)
    return began(first, [*rest, REACHED] if conditions.exclude_suppressed else rest)


def count(
    conditions: Conditions, most: int | None = None, order: list[Condition] | None = None
) -> int:
    """How many meet the conditions, exactly; with ``most`` no more than those are counted.

    ``order`` spares finding out once more which condition fewest meet.
    Nearly nobody is suppressed: everybody is counted, and those few are taken off.
    """
    if conditions.are_of_the_list_alone and conditions.state != "suppressed":
        number = on_list(conditions)
    elif not conditions.written():
        number = counting.everybody()
    else:
        first, *rest = order or in_order(conditions)
        number = _count(began(first, rest).limit(most))
    if conditions.exclude_suppressed and number != most:
        number -= _count(began(STOPPED, one_by_one(order or list(each_of(conditions)))))
    return number


def on_list(conditions: Conditions) -> int:
    """How many stand on the list in the state and by the source, suppressed ones included."""
    numbers = counting.standings(conditions.list_id)
    return sum(
        number
        for (state, source), number in numbers.items()
        if conditions.state in {"", "suppressed", state} and conditions.source in {"", source}
    )


def in_order(conditions: Conditions) -> list[Condition]:
    """The conditions, the one that fewest meet first."""
    found = list(each_of(conditions))
    if len(found) < 2:  # noqa: PLR2004 (nothing to choose between)
        return found or [EVERYONE]
    sizes = {one.name: _size(one, conditions) for one in found}
    first, *rest = sorted(found, key=lambda one: sizes[one.name])
    return [first, *(one_by_one(rest) if sizes[first.name] < FEW else rest)]


def one_by_one(rest: list[Condition]) -> list[Condition]:
    """Conditions to be looked up for each of a few people.

    PostgreSQL would rather read everybody who meets them, and make a table of those in memory.
    It does so of what it can take for a join, and not of what is a value for each row.
    """
    return [replace(one, narrow=_as_value(one.narrow)) for one in rest]


def _as_value(narrow: Narrow) -> Narrow:
    return lambda person: select(true()).where(narrow(person)).scalar_subquery()


def began(first: Condition, rest: list[Condition]) -> Select[Any]:
    """Those who meet ``first``, narrowed by the others."""
    narrowed = [one.narrow(first.person) for one in rest if one.name != first.name]
    return select(first.person.label("id")).where(*first.begin, *narrowed)


def each_of(conditions: Conditions) -> Iterator[Condition]:
    """Each of the conditions that are set."""
    c = conditions
    if c.state == "suppressed":
        yield STOPPED
    if c.attribute:
        yield _facet("attribute", c.attribute, c.value)
    if c.domain:
        yield _facet("domain", DOMAIN, c.domain.lower())
    if c.terms:
        id_, found = with_terms(c.terms)
        yield Condition("words", id_, tuple(found), lambda person: has_terms(person, c.terms))
    if c.list_id:
        yield _list(c)
    if c.letter:
        yield _letter(c)


def _facet(name: str, facet: str, value: str) -> Condition:
    is_it = (FACETS.c.name == facet, FACETS.c.value == value)
    person = FACETS.c.subscriber_id
    return Condition(name, person, is_it, lambda other: has_facet(other, facet, value))


def _list(c: Conditions) -> Condition:
    def narrow(person: SQLColumnExpression[int]) -> ColumnElement[bool]:
        other = aliased(Subscription)
        is_here = (other.subscriber_id == person, *_here(c, other))
        return select(other.id).where(*is_here).correlate_except(other).exists()

    return Condition("list", Subscription.subscriber_id, _here(c, Subscription), narrow)


def _here(c: Conditions, one: type[Subscription]) -> tuple[SQLColumnExpression[bool], ...]:
    """Whether a subscription is to the list, and stands as the conditions say."""
    found = [one.list_id == c.list_id, *in_state(c.state, one)]
    since, until = day_of(c.since), day_of(c.until)
    if since or until:
        found.append(one.is_newest)  # as the index of days has it
    if c.source:
        found.append(one.source == c.source)
    if since:
        found.append(one.asked_at >= start_of(since))
    if until:
        found.append(one.asked_at < end_of(until))
    return tuple(found)


def in_state(
    state: str, one: type[Subscription] = Subscription
) -> tuple[SQLColumnExpression[bool], ...]:
    """Whether a person’s newest subscription is in a state; each state is an index of its own."""
    is_open, is_confirmed = one.ended_at.is_(None), one.confirmed_at.is_not(None)
    return {
        "confirmed": (is_open, is_confirmed),
        "awaiting": (is_open, ~is_confirmed),
        "left": (~is_open, one.is_newest),
    }.get(state, (one.is_newest,))


def _letter(c: Conditions) -> Condition:
    def narrow(person: SQLColumnExpression[int]) -> ColumnElement[bool]:
        other = aliased(Delivery)
        was_sent = (other.campaign_id == c.campaign_id, other.state == DeliveryState.SENT)
        theirs = select(other.id).where(other.subscriber_id == person, *was_sent)
        sent = theirs.correlate_except(other).exists()
        return sent if c.letter == "sent" else ~sent

    if c.letter == "sent":
        sent = (Delivery.campaign_id == c.campaign_id, Delivery.state == DeliveryState.SENT)
        return Condition("letter", Delivery.subscriber_id, sent, narrow)
    return Condition("letter", Subscriber.id, (narrow(Subscriber.id),), narrow)


def _size(condition: Condition, c: Conditions) -> int:
    """How many meet one of the conditions, at least roughly."""
    if condition.name == "suppressed":
        return 0
    if condition.name == "list" and not (c.since or c.until):
        return on_list(c)
    if condition.name == "letter":
        audience = select(Campaign.audience).where(Campaign.id == c.campaign_id)
        return (db.session.scalar(audience) or 0) if c.letter == "sent" else 2**62
    if condition.name == "words":  # rows that PostgreSQL has to read
        number = _count(began(condition, []).limit(FEW))
        return number if number < FEW else MOST_LOOKED_AT
    return _count(began(condition, []).limit(MOST_LOOKED_AT))


def _count(query: Select[Any]) -> int:
    return db.session.scalars(select(func.count()).select_from(query.subquery())).one()


EVERYONE = Condition("everyone", Subscriber.id, (), lambda person: person == person)  # noqa: PLR0124
STOPPED = _facet("suppressed", SUPPRESSED, "")
REACHED = Condition("reached", Subscriber.id, (), lambda person: ~STOPPED.narrow(person))
