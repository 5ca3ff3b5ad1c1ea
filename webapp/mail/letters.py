"""A message on its way out, and what became of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Fate(enum.StrEnum):
    """What became of one letter. Only ``UNKNOWN`` leaves doubt."""

    SENT = "sent"
    DEFERRED = "deferred"  # certainly not taken; later may help (4xx)
    REFUSED = "refused"  # certainly not taken, and never will be (5xx)
    UNKNOWN = "unknown"  # the connection broke between the final dot and the reply
    UNTRIED = "untried"  # certainly not taken, and the letter is not to blame


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address. ``write`` makes its bytes, with CRLF, when they are needed."""

    key: int
    sender: str
    recipient: str
    write: Callable[[], bytes]


class Watch(Protocol):
    """Who is told about letters as they go."""

    def about_to_send(self, letter: Letter) -> None:
        """The text goes out next: from now until ``settled``, a crash leaves doubt.

        Raising here keeps the letter from going.
        """

    def settled(self, letter: Letter, fate: Fate, reply: str) -> None:
        """The letter is done with; ``reply`` holds the server's words, in one line."""


class LineLost(Exception):
    """The line is gone, or was never there; every letter it was given has been settled."""
