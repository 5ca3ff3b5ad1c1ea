"""Spacing letters: how many of a list a person takes at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import consenting
from .consenting import Proof
from .locking import OPEN, lock_if
from .models import ConsentEvent, Frequency, Subscription

WORDS = {
    Frequency.EVERY: "Every letter",
    Frequency.WEEK: "At most one a week",
    Frequency.MONTH: "At most one a month",
}


def space(
    subscriptions: Sequence[Subscription], wanted: Mapping[int, str], proof: Proof
) -> set[int]:
    """Have subscriptions come as often as ``wanted`` says of their lists, by id, and note it.

    Returns the lists for which that is new; of two at once the second is held against the first.
    """
    changed: dict[str, list[Subscription]] = defaultdict(list)
    for one in lock_if(OPEN, subscriptions):
        frequency = wanted.get(one.list_id, one.frequency)
        if frequency != one.frequency:
            one.frequency = Frequency(frequency)
            changed[frequency].append(one)
    for frequency, some in changed.items():
        consenting.record(some, ConsentEvent.SPACED, proof, WORDS[Frequency(frequency)].lower())
    return {one.list_id for some in changed.values() for one in some}
