"""One batch of recipients on their way over one line: the letters, and what became of each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from .. import clock
from ..mail.letters import Fate, Letter
from .accounting import give_back, settle
from .claiming import Claim
from .composing import Compiled, Recipient
from .journaling import Entry, Journal


class LeaseOver(Exception):
    """The batch took longer than its lease: others may hold it for lost, so nothing more goes."""


class CalledOff(Exception):
    """The campaign was paused or cancelled: the letter in hand is not begun."""


class Orders(Protocol):
    """What whoever sends a batch is told meanwhile."""

    @property
    def is_stopping(self) -> bool:
        """Whether to take no further letter."""

    @property
    def is_called_off(self) -> bool:
        """Whether not even the letter that the server waits for is to be sent."""

    def judge(self, fate: Fate, reply: str) -> Fate:
        """What an answer of the server means for the recipient."""


class Batch:
    """A claim, its journal and its entries. It is the watch of the line that carries it."""

    def __init__(self, journal: Journal, given: Claim) -> None:
        self.journal = journal
        self.claim = given
        self.entries: dict[int, Entry] = {}
        self.orders: Orders | None = None

    def letters(self, compiled: Compiled, orders: Orders) -> Iterator[Letter]:
        """A letter for each recipient, made one at a time; none more once told to stop."""
        self.orders = orders
        for recipient in self.claim.recipients:
            if orders.is_stopping or self.is_over:
                return
            yield letter_to(recipient, compiled)

    @property
    def is_over(self) -> bool:
        """Whether the lease has ended."""
        return clock.now() >= self.claim.ends_at

    @property
    def is_called_off(self) -> bool:
        """Whether the campaign is not to be sent any more."""
        return self.orders is not None and self.orders.is_called_off

    def about_to_send(self, letter: Letter) -> None:
        """Write the journal, or keep the letter from going."""
        if self.is_over:
            raise LeaseOver
        if self.is_called_off:
            raise CalledOff
        self.journal.begin(letter.key)

    def settled(self, letter: Letter, fate: Fate, reply: str) -> None:
        """Note it in the journal and for the ledger.

        What was not begun as the campaign was called off is given back as if never taken.
        """
        if fate == Fate.UNTRIED and self.is_called_off:
            return
        if self.orders is not None:
            fate = self.orders.judge(fate, reply)
        self.entries[letter.key] = Entry(letter.key, fate, reply)
        self.journal.end(letter.key, fate, reply)

    def settle(self, connection: Connection) -> None:
        """Write everything down in the ledger; what was not begun is given back."""
        tries = {r.delivery_id: r.tries for r in self.claim.recipients}
        with contextlib.suppress(OSError):  # the disk is full; the ledger hears it in a moment
            self.journal.flush()
        settle(connection, self.journal.name, self.entries.values(), tries)
        give_back(connection, self.journal.name, tries.keys() - self.entries.keys())
        if self.claim.used:
            begun = [one.delivery_id for one in self.entries.values() if one.fate != Fate.UNTRIED]
            self.claim.used.settle(connection, self.journal.name, begun)


def letter_to(recipient: Recipient, compiled: Compiled) -> Letter:
    """The recipient’s letter, written only when its turn comes."""
    sender, write = compiled.sender(recipient), partial(compiled.write, recipient)
    return Letter(recipient.delivery_id, sender, recipient.email, write)
