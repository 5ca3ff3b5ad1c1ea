"""What each kind of action means for a person: the judging, the changing and the taking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .models import Action, ActionEntry


@dataclass(frozen=True, slots=True)
class Judged:
    """One of the people: what an action does to them, or why it leaves them as they are."""

    subscriber_id: int
    email: str
    verdict: str  # CHANGES, or a word that the screens know
    changed_id: int = 0
    before: str | None = None


@dataclass(frozen=True)
class Deed:
    """Three functions over a few thousand people, each a handful of statements.

    ``judge`` looks, and with True also locks what would be changed; ``change`` returns those whom
    it changed; ``take_back`` returns how many it put back, leaving those who did something since.
    """

    judge: Callable[[Action, Sequence[int], bool], list[Judged]]
    change: Callable[[Action, list[Judged]], list[Judged]]
    take_back: Callable[[Action, Sequence[ActionEntry]], int]
