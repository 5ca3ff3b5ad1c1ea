"""What triggers keep of subscribers, in tables without models: see the migrations that make them.

Facets have a row for each attribute of a person, for the domain of the address, and for an address
that is suppressed, so that people are counted by any of them over an index alone. The search inside
addresses and names is FTS5 with trigrams on SQLite, and pg_trgm on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    any_,
    column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import aliased

from ...extensions import is_postgresql
from ...subscriptions import indexing
from ...subscriptions.copying import FACETS, SUPPRESSED_SUBSCRIPTIONS
from ...subscriptions.models import Subscriber, Subscription

SEARCH = table("subscriber_search", column("rowid"), column("subscriber_search"))
NOTED = table("subscriber_unsearched", column("subscriber_id"))
# The names of the facets that are no attributes: the domain, and that nothing may be sent.
DOMAIN, SUPPRESSED = "@", "!"
SHORTEST = 3  # letters from which a part is found inside an address; shorter ones begin it


def suppressed_subscription() -> type[Subscription]:
    """A subscription, of the suppressed alone."""
    return aliased(Subscription, SUPPRESSED_SUBSCRIPTIONS.alias(), adapt_on_names=True)


def alone(person: SQLColumnExpression[int]) -> Any:
    """A person’s id as it is to equal a key that is looked up for each person by itself.

    To PostgreSQL it is any of a list of one. Such a key can be found in an index alone, and so by
    several workers at once; two columns that are equal it might join by reading every row instead.
    """
    return any_(array([person])) if is_postgresql() else person


def has_facet(person: SQLColumnExpression[int], name: str, value: str) -> ColumnElement[bool]:
    """Whether ``person`` has a facet."""
    other = FACETS.alias()
    is_it = (other.c.name == name, other.c.value == value, other.c.subscriber_id == person)
    return select(other.c.subscriber_id).where(*is_it).correlate_except(other).exists()


def with_terms(terms: Sequence[str]) -> tuple[SQLColumnExpression[int], list[ColumnElement[bool]]]:
    """The column of the ids of those whose address or name has all terms, and what finds them."""
    if is_postgresql():
        return Subscriber.id, [_has(term) for term in terms]
    long = [term for term in terms if len(term) >= SHORTEST]
    begin = [_begins(term) for term in terms if len(term) < SHORTEST]
    if not long:
        return Subscriber.id, begin
    asked = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
    found: list[ColumnElement[bool]] = [SEARCH.c.subscriber_search.op("MATCH")(asked)]
    if begin:
        found.append(select(Subscriber.id).where(Subscriber.id == SEARCH.c.rowid, *begin).exists())
    if not indexing.is_behind():
        return SEARCH.c.rowid, found
    noted = Subscriber.id.in_(select(NOTED.c.subscriber_id))
    later = select(Subscriber.id).where(noted, *(_contains(term) for term in long), *begin)
    both = select(SEARCH.c.rowid.label("id")).where(*found).union_all(later).subquery()
    return both.c.id, []


def has_terms(person: SQLColumnExpression[int], terms: Sequence[str]) -> ColumnElement[bool]:
    """Whether the address or name of ``person`` has all terms, read off their row."""
    other = aliased(Subscriber)
    theirs = select(true()).where(other.id == alone(person)).correlate_except(other)
    if is_postgresql():
        return theirs.where(*(_has(term, other) for term in terms)).exists()
    found = [(_begins if len(term) < SHORTEST else _contains)(term, other) for term in terms]
    return theirs.where(*found).scalar_subquery()


def _has(term: str, of: type[Subscriber] = Subscriber) -> ColumnElement[bool]:
    """In PostgreSQL’s words, with its own escape, which is what the index of trigrams knows.

    Addresses are kept in lower case, as are the terms: ILIKE takes ten times as long to compare.
    """
    pattern = re.sub(r"([\\%_])", r"\\\1", term) + "%"
    if len(term) < SHORTEST:
        return of.email.like(pattern)
    return or_(of.email.like(f"%{pattern}"), of.name.ilike(f"%{pattern}"))


def _contains(term: str, of: type[Subscriber] = Subscriber) -> ColumnElement[bool]:
    """In SQLite’s words, which know capitals of Latin letters only: names are asked for in each."""
    shapes = dict.fromkeys((term, term.title(), term.upper()))
    named = (of.name.contains(shape, autoescape=True) for shape in shapes)
    return or_(of.email.contains(term, autoescape=True), *named)


def _begins(term: str, of: type[Subscriber] = Subscriber) -> ColumnElement[bool]:
    """A range of the index of addresses, which SQLite does not make of a LIKE by itself."""
    return and_(of.email >= term, of.email < term + "\U0010ffff")
