"""Filling: attributes that a file brings go to those who lack them, and are taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..attributing import Attributes, held_by, lacking, write
from ..hashing import hasher
from .comparing import Compared
from .models import Did, ImportEntry
from .taken import Taken


def fill(compared: Iterable[Compared], taken: Sequence[Taken]) -> list[Taken]:
    """Give people what they lack; new ones have it already.

    It is noted with what else was done for a person. Returns those for whom nothing else was done.
    """
    by_number = {one.row.line.number: one for one in taken}
    for one in taken:
        if one.is_new:
            one.given = one.row.given
    found = [one for row in compared if row.given for one in _to_be_filled(row, by_number)]
    given = _give({one.subscriber_id: one.row.given or {} for one in found})
    for one in found:
        one.given = given.get(one.subscriber_id, one.given)
    return [one for one in found if one.given and one.row.line.number not in by_number]


def take_back(entries: Iterable[ImportEntry]) -> int:
    """Take attributes back that are still those the import gave; from so many people."""
    given = {one.subscriber_id: one.attributes for one in entries if one.attributes}
    digest, left = hasher(), []
    for person, _, held in held_by(given, to_change=True) if given else ():
        ours = given[person]
        rest = {name: value for name, value in held.items() if ours.get(name) != digest(value)}
        if len(rest) < len(held):
            left.append((person, rest))
    write(left)
    return len(left)


def _to_be_filled(row: Compared, by_number: dict[int, Taken]) -> Iterator[Taken]:
    """What else was done for the person of a row, or an entry of its own; nothing for the new."""
    person = row.person
    one = by_number.get(row.line.number)
    one = one or Taken(row, Did.FILLED, person.subscriber_id, person.subscription_id)
    if one.subscriber_id and not one.is_new:
        yield one


def _give(brought: dict[int, Attributes]) -> dict[int, Attributes]:
    """What each of these people was given, by their ids.

    Somebody may have given them some since they were compared, so they are locked and looked at
    once more.
    """
    given = dict[int, Attributes]()
    if not brought:
        return given
    filled = []
    for person, _, held in held_by(brought, to_change=True):
        if further := lacking(held, brought[person]):
            given[person] = further
            filled.append((person, {**held, **further}))
    write(filled)
    return given
