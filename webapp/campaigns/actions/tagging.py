"""Giving many people an attribute, or taking one from them; and giving back what they had."""

from __future__ import annotations

from collections.abc import Sequence

from ...subscriptions.attributing import Attributes, held_by, with_attribute, write
from ...subscriptions.hashing import DOMAIN
from .deeds import Deed, Judged
from .models import CHANGES, Action, ActionEntry, Kind


def judge(one: Action, people: Sequence[int], to_change: bool) -> list[Judged]:  # noqa: FBT001 (see Deed)
    """Those in whose attributes something would change, and the others."""
    return [
        Judged(person, email, _verdict(one, email, held), before=held.get(one.attribute))
        for person, email, held in held_by(people, to_change=to_change)
    ]


def _verdict(one: Action, email: str, held: Attributes) -> str:
    if email.endswith("@" + DOMAIN):
        return "erased"
    if one.kind == Kind.REMOVE:
        return CHANGES if one.attribute in held else "without"
    if held.get(one.attribute) == one.value:
        return "same"
    return CHANGES if one.attribute in with_attribute(held, one.attribute, one.value) else "full"


def change(one: Action, people: list[Judged]) -> list[Judged]:
    """Write the attributes anew; they were read, and locked, by ``judge``."""
    value = one.value if one.kind == Kind.SET else ""
    held = held_by([person.subscriber_id for person in people], to_change=True)
    write([(person, with_attribute(has, one.attribute, value)) for person, _, has in held])
    return people


def take_back(one: Action, entries: Sequence[ActionEntry]) -> int:
    """Give back what people had, where it still is what this action made it."""
    before = {entry.subscriber_id: entry.before for entry in entries}
    left_by_it = one.value if one.kind == Kind.SET else None
    rows = []
    for person, email, held in held_by(before, to_change=True):
        had = before[person] or ""
        given = with_attribute(held, one.attribute, had)
        is_ours = held.get(one.attribute) == left_by_it and not email.endswith("@" + DOMAIN)
        if is_ours and given.get(one.attribute, "") == had:
            rows.append((person, given))
    write(rows)
    return len(rows)


DEED = Deed(judge, change, take_back)
