"""Attributes: what else is known of a person, as names and values.

They come from columns of an imported file that somebody chose to keep, and from staff. They stand
in the subscriber's own row, so they are read with it, exported with it, shown to its owner and
erased with it. Names are compared without case: “City” and “city” are one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select, text, update

from ..among import is_among
from ..extensions import db
from .bulk import INTEGER, OBJECT, rows_as_table
from .models import Subscriber

Attributes = Mapping[str, str]

MOST = 30  # attributes of one person
LONGEST_NAME = 40  # characters
LONGEST_VALUE = 200  # characters
MOST_NAMES = 100  # of all people together, that are offered and exported
# Triggers keep the attributes of all in an index of their own, under “@” the domains. Each name is
# looked up after the one before, so that nobody’s values are read.
NAMES = text(
    """
    WITH RECURSIVE each(name) AS (
        SELECT min(name) FROM subscriber_facets
        UNION ALL
        SELECT (SELECT min(f.name) FROM subscriber_facets AS f WHERE f.name > each.name)
        FROM each WHERE each.name IS NOT NULL
    )
    SELECT name FROM each WHERE name NOT IN ('@', '!') LIMIT :most
    """
)
NO_NAMES = frozenset({"", "@", "!"})


def cleaned(found: Attributes) -> dict[str, str]:
    """Attributes as they are kept: what is empty is left out, what is too long is cut.

    Of more than MOST the first are kept.
    """
    kept: dict[str, str] = {}
    for typed, value in found.items():
        name, words = name_of(typed), folded(value)[:LONGEST_VALUE].rstrip()
        if name not in NO_NAMES and words and (name in kept or len(kept) < MOST):
            kept[name] = words
    return kept


def lacking(held: Collection[str], found: Attributes) -> dict[str, str]:
    """What was found under names that are not held, as far as there is room for it.

    ``found`` is cleaned already.
    """
    further = [(name, value) for name, value in found.items() if name not in held]
    return dict(further[: max(MOST - len(held), 0)])


def with_attribute(held: Attributes, name: str, value: str) -> dict[str, str]:
    """What is held with one attribute more, or without it when the value is empty."""
    rest = {other: words for other, words in held.items() if other != name_of(name)}
    return cleaned({**rest, name: value})


def set_attribute(subscriber: Subscriber, name: str, value: str) -> None:
    """Give a person an attribute, or take it away with an empty value."""
    subscriber.attributes = with_attribute(subscriber.attributes, name, value)


def held_by(people: Iterable[int], *, to_change: bool) -> list[tuple[int, str, Attributes]]:
    """The id, address and attributes of people; ``to_change`` locks them, in their order."""
    query = select(Subscriber.id, Subscriber.email, Subscriber.attributes).where(
        is_among(Subscriber.id, people)
    )
    query = query.order_by(Subscriber.id)
    rows = db.session.execute(query.with_for_update() if to_change else query)
    return [(person, email, held) for person, email, held in rows]


def write(rows: Sequence[tuple[int, Attributes]]) -> None:
    """Give people, by their ids, these attributes and no others, in one statement."""
    if not rows:
        return
    brought = rows_as_table(
        "brought",
        {"id": INTEGER, "attributes": OBJECT},
        [(person, json.dumps(held)) for person, held in rows],
    )
    theirs = update(Subscriber).where(Subscriber.id == brought.c.id)
    db.session.connection().execute(theirs.values({Subscriber.attributes: brought.c.attributes}))


def known_names() -> list[str]:
    """The names of all attributes that anybody has."""
    return list(db.session.scalars(NAMES, {"most": MOST_NAMES}))


def name_of(typed: str) -> str:
    """The name of an attribute as it is kept: lower case, its white space folded."""
    return folded(typed).lower()[:LONGEST_NAME].rstrip()


def folded(words: str) -> str:
    """Words without control characters, and with one space where there was any white space."""
    if not words.isprintable():
        words = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(words.split())
