"""Telling what an action found or did: its counts, and those who want to know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from .deeds import Judged
from .models import Action

Teller = Callable[[Action], None]
TELLERS: list[Teller] = []


def tells(work: Teller) -> Teller:
    """Register what is done, in the same transaction, when an action is ready, done or undone."""
    TELLERS.append(work)
    return work


def tell(one: Action) -> None:
    """Say that an action has come to the end of a part."""
    for work in TELLERS:
        work(one)


def added(counts: Mapping[str, int], judged: Sequence[Judged]) -> dict[str, int]:
    """Counts by verdict, with some more people."""
    return dict(Counter(counts) + Counter(person.verdict for person in judged))
