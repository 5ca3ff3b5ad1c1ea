"""Narrowing: what each condition is to a search, as its beginning and as what narrows another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select
from sqlalchemy.orm import aliased

from ...dating import end_of, start_of
from ...subscriptions.copying import FACETS
from ...subscriptions.models import Subscriber, Subscription
from ..models import Delivery, DeliveryState
from .conditions import Conditions, day_of
from .tables import (
    DOMAIN,
    SUPPRESSED,
    alone,
    has_facet,
    has_terms,
    suppressed_subscription,
    with_terms,
)

Source = Callable[[], type[Subscription]]
Narrow = Callable[[SQLColumnExpression[int]], ColumnElement[bool]]


FEW = 10_000  # people whom to look up one by one costs less than to read half a million in order


@dataclass(frozen=True)
class Condition:
    """One of the conditions: as the beginning of a search, and as what narrows another."""

    name: str
    person: SQLColumnExpression[int]  # the id of the subscriber
    begin: tuple[SQLColumnExpression[bool], ...]
    narrow: Narrow
    is_looked_up: bool = False  # whether it looks up each person by itself
    size: int = 0  # how many meet it, at least roughly
    order: tuple[SQLColumnExpression[Any], ...] = ()  # of its index; nothing: that of the people


def began(first: Condition, rest: list[Condition]) -> Select[Any]:
    """Those who meet ``first``, narrowed by the others."""
    narrowed = [one.narrow(first.person) for one in rest if one.name != first.name]
    return select(first.person.label("id")).where(*first.begin, *narrowed)


def looked_up(rest: list[Condition]) -> list[Condition]:
    """Conditions to be looked up for each of a few people.

    PostgreSQL would rather read everybody who meets them, and make a table of those in memory. It
    does so of a key that equals another, and not of one that is any of a list of one; and unlike
    a value for each row, such a join is shared out among workers.
    """
    return [one if one.is_looked_up else _looked_up(one) for one in rest]


def _looked_up(condition: Condition) -> Condition:
    def narrow(person: SQLColumnExpression[int]) -> ColumnElement[bool]:
        return condition.narrow(alone(person))

    return replace(condition, narrow=narrow, is_looked_up=True)


def each_of(conditions: Conditions) -> Iterator[Condition]:
    """Each of the conditions that are set."""
    c = conditions
    if c.state == "suppressed":
        yield of_suppressed(c, "suppressed")
    if c.attribute:
        yield _facet("attribute", c.attribute, c.value)
    if c.domain:
        yield _facet("domain", DOMAIN, c.domain.lower())
    if c.terms:
        id_, found = with_terms(c.terms)
        yield Condition(
            "words",
            id_,
            tuple(found),
            lambda person: has_terms(person, c.terms),
            is_looked_up=True,
        )
    if c.list_id and c.state != "suppressed":
        yield of_list(c)
    if c.letter:
        yield _letter(c)


def of_suppressed(c: Conditions, name: str) -> Condition:
    """The suppressed, of the list where one is named: few, and side by side."""
    return of_list(c, name, suppressed_subscription) if c.list_id else STOPPED


def _facet(name: str, facet: str, value: str) -> Condition:
    is_it = (FACETS.c.name == facet, FACETS.c.value == value)
    person = FACETS.c.subscriber_id
    return Condition(name, person, is_it, lambda other: has_facet(other, facet, value))


def of_list(c: Conditions, name: str = "list", of: Source = lambda: Subscription) -> Condition:
    """Who stands on the list as the conditions say, of all subscriptions or of a part of them."""
    one = of()

    def narrow(person: SQLColumnExpression[int]) -> ColumnElement[bool]:
        other = aliased(Subscription) if one is Subscription else of()
        is_here = (other.subscriber_id == person, *_here(c, other))
        return select(other.id).where(*is_here).correlate_except(other).exists()

    return Condition(name, one.subscriber_id, _here(c, one), narrow)


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
        "open": (is_open,),
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
        # Nobody who was sent to waits for another try. It says in which part of the index they are.
        in_part = (Delivery.state == DeliveryState.SENT, Delivery.next_try_at.is_(None))
        sent = (Delivery.campaign_id == c.campaign_id, *in_part)
        order = (Delivery.next_try_at, Delivery.id)
        return Condition("letter", Delivery.subscriber_id, sent, narrow, order=order)
    return Condition("letter", Subscriber.id, (narrow(Subscriber.id),), narrow)


EVERYONE = Condition("everyone", Subscriber.id, (), lambda person: person == person)  # noqa: PLR0124
STOPPED = _facet("suppressed", SUPPRESSED, "")
REACHED = Condition("reached", Subscriber.id, (), lambda person: ~STOPPED.narrow(person))
