"""Attributes: what else is known of a person, as names and values.

They come from the further columns of an imported file, and from staff. They stand in the
subscriber's own row, so they are read with it, exported with it, shown to its owner and erased
with it. Names are compared without case: “City” and “city” are one.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from ..extensions import db
from .models import Subscriber

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


def cleaned(found: Mapping[str, str]) -> dict[str, str]:
    """Attributes as they are kept: what is empty is left out, what is too long is cut.

    Of more than MOST the first are kept.
    """
    kept: dict[str, str] = {}
    for typed, value in found.items():
        name, words = name_of(typed), folded(value)[:LONGEST_VALUE].rstrip()
        if name and words and (name in kept or len(kept) < MOST):
            kept[name] = words
    return kept


def merged(held: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """What is held with what was found laid over it; an empty value leaves the held one."""
    return cleaned({**held, **cleaned(found)})


def with_attribute(held: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """What is held with one attribute more, or without it when the value is empty."""
    rest = {other: words for other, words in held.items() if other != name_of(name)}
    return cleaned({**rest, name: value})


def set_attribute(subscriber: Subscriber, name: str, value: str) -> None:
    """Give a person an attribute, or take it away with an empty value."""
    subscriber.attributes = with_attribute(subscriber.attributes, name, value)


def known_names() -> list[str]:
    """The names of all attributes that anybody has."""
    return list(db.session.scalars(NAMES, {"most": MOST_NAMES}))


def name_of(typed: str) -> str:
    """The name of an attribute as it is kept: lower case, its white space folded."""
    return folded(typed).lower()[:LONGEST_NAME].rstrip()


def folded(words: str) -> str:
    """Words without control characters, and with one space where there was any white space."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
