"""Personal fields: what a letter says to each reader differently, like {{ first_name | "reader" }}.

A field names something known of a subscriber, and says after the bar what stands there for those
of whom it is not known. Fields are found once, when a letter is compiled, and become slots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Protocol

from ..outcomes import Outcome
from ..subscriptions.attributing import folded, known_names, name_of
from .splicing import placeholder

QUOTE = '(?:["“”«»]|&quot;|&#34;)'
FIELD = re.compile(
    rf"\{{\{{\s*([^{{}}|]+?)\s*(?:\|\s*{QUOTE}((?:(?!{QUOTE})[^{{}}])*){QUOTE}\s*)?\}}\}}"
)
IN_TAG = re.compile(r"<[^<>]*\{\{")
LONGEST = 200  # characters of what is put in


class FieldRefused(Outcome):
    """A letter names a field that nobody has, or not as a field is written."""

    title = "A personal field is not right"


class Person(Protocol):
    """What a field can say of a reader."""

    @property
    def name(self) -> str:
        """As the subscriber gave it."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """What else is known of them: see attributing."""


@dataclass(frozen=True)
class Field:
    """What is put in, and what stands there where that is not known; None: nothing was said."""

    name: str
    fallback: str | None

    def value(self, person: Person) -> str:
        """The words for one reader, fit for a header and for a text; not escaped for HTML."""
        known = person.attributes.get(self.name) or OF_THE_NAME.get(self.name, _nothing)(person)
        return _fit(known) if known else self.fallback or ""


def _nothing(_person: Person) -> str:
    return ""


def _first_name(person: Person) -> str:
    return person.name.partition(" ")[0]


OF_THE_NAME: dict[str, Callable[[Person], str]] = {
    "name": lambda person: person.name,
    "first_name": _first_name,
}


def names() -> list[str]:
    """The fields there are: of the name, and the attributes that anybody has."""
    return [*OF_THE_NAME, *(one for one in known_names() if one not in OF_THE_NAME)]


def fields_in(*sources: str) -> list[Field]:
    """The fields of texts or of HTML, in their order, each once."""
    found = (FIELD.finditer(source) for source in sources)
    return list(dict.fromkeys(_field(one) for each in found for one in each))


def check(*sources: str) -> None:
    """Refuse what looks like a field and is none. Raises FieldRefused, with a sentence."""
    if any(IN_TAG.search(source) for source in sources):
        raise FieldRefused("A field stands in the words of a letter only, not in an address.")
    check_text(*sources)


def check_text(*sources: str) -> None:
    """The same where < is no tag."""
    for source in sources:
        if "{{" in FIELD.sub("", source):
            raise FieldRefused('Write a field like {{ first_name | "reader" }}, with its fallback.')
    used = {field.name for field in fields_in(*sources)}
    unknown = used and used - set(names())
    if unknown:
        known = ", ".join(names())
        raise FieldRefused(f"Nobody has the field “{min(unknown)}”; use one of these: {known}.")


def without_fallback(*sources: str) -> list[str]:
    """The names of fields that say nothing to those of whom they are not known."""
    return [field.name for field in fields_in(*sources) if not field.fallback]


def impersonal(source: str) -> str:
    """A text with the fallback of each field in its place."""
    return FIELD.sub(lambda found: _field(found).fallback or "", source)


def impersonal_html(source: str) -> str:
    """The same of HTML."""
    return FIELD.sub(lambda found: escape(_field(found).fallback or ""), source)


def marked(source: str, fields: Iterable[Field], *, is_html: bool = False) -> str:
    """A text or HTML with a slot in place of each of its fields."""
    slots = {field: slot(place, is_html=is_html) for place, field in enumerate(fields)}
    return FIELD.sub(lambda found: placeholder(slots[_field(found)]), source)


def slot(place: int, *, is_html: bool = False) -> str:
    """The name of the slot of a field, by its place among the fields of a letter."""
    return f"field{place}{'inhtml' if is_html else ''}"


def values(fields: Iterable[Field], person: Person) -> dict[str, str]:
    """What goes into the slots of fields for one reader."""
    filled = {}
    for place, field in enumerate(fields):
        value = field.value(person)
        filled[slot(place)], filled[slot(place, is_html=True)] = value, escape(value)
    return filled


def values_in(source: str, person: Person | None) -> str:
    """A text as one reader sees it; with no reader, with its fallbacks."""
    if person is None:
        return impersonal(source)
    return FIELD.sub(lambda found: _field(found).value(person), source)


def _field(found: re.Match[str]) -> Field:
    name, fallback = found.groups()
    said = None if fallback is None else folded(unescape(fallback))
    return Field(name_of(unescape(name)), said)


def _fit(words: str) -> str:
    """One line of printable words, as most are."""
    return (words if words.isprintable() else folded(words))[:LONGEST]
