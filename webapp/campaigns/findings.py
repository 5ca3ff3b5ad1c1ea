"""What preflight finds in a letter."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Weight(enum.IntEnum):
    """What follows from a finding."""

    HOLDS = 0  # nobody can want it: the letter is not sent
    WARNS = 1  # it may be meant
    FINE = 2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; of what is wrong the sentence says what to do."""

    sentence: str
    weight: Weight
