"""A gate in front of a mail server: letters wait there until they are let through."""

from __future__ import annotations

import asyncio

EVERY = 0.02  # seconds between two looks


class Gate:
    """Holds letters, in the server’s own loop; any thread lets them through."""

    def __init__(self) -> None:
        self.arrived = 0
        self.passed = 0
        self.is_open = False

    async def wait(self) -> None:
        """Hold one letter until it may pass."""
        self.arrived += 1
        place = self.arrived
        while place > self.passed and not self.is_open:  # noqa: ASYNC110 (another thread opens)
            await asyncio.sleep(EVERY)

    @property
    def holds_some(self) -> bool:
        """Whether a letter waits here."""
        return self.arrived > self.passed and not self.is_open

    def let_through(self) -> None:
        """Let those pass that wait now; who comes later waits again."""
        self.passed = self.arrived

    def open(self) -> None:
        """Let everybody pass from now on."""
        self.is_open = True
