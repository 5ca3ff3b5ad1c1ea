"""A lane: one connection that works off one batch after the other."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from .. import clock
from ..logs import log
from ..mail.letters import LineLost
from ..mail.transports import Line
from .batching import Batch, CalledOff, LeaseOver
from .claiming import claim
from .journaling import Journal
from .limiting import Asking

if TYPE_CHECKING:
    from .sending import Run

FIRST_BATCH, LARGEST_BATCH = 25, 500
# A batch of about a second keeps “being sent” true to its name and the ledger's cost small.
QUICK, SLOW = 0.5, 2.0  # seconds
PATIENCE = (0.0, 0.5, 2.0, 5.0)  # pauses before trying to connect again; then the sweep takes over
# For how long a lane waits for a limit to have room; beyond that the sweep, each minute, goes on.
LONGEST_WAIT, SHORTEST_WAIT = 75.0, 0.2


class Lane:
    """One connection’s worth of sending."""

    def __init__(self, run: Run) -> None:
        self.owner = run
        self.line: Line | None = None
        self.is_cut_off = False
        self.size = FIRST_BATCH

    async def run(self) -> None:
        """Work off batches until nothing is due, the server is away or it is time to stop."""
        batch = None
        try:
            while batch := await self._next(batch):
                began = time.monotonic()
                await self._work_off(batch)
                self._resize(time.monotonic() - began)
        except BaseException:
            self.owner.has_failed = True
            if batch is not None:
                batch.journal.leave()
            raise
        finally:
            await self._hang_up()

    async def _next(self, last: Batch | None) -> Batch | None:
        """Settle the last batch and claim the next; None when there is no next one."""
        batch = await self._claim(last)
        while batch is not None and batch.claim.is_empty:
            opens_at = batch.claim.opens_at
            if opens_at is None or not await self._has_waited(opens_at):
                return None
            batch = await self._claim(None)
        return batch

    async def _claim(self, last: Batch | None) -> Batch | None:
        """Settle the last batch and claim another, which may be empty; None when told to stop."""
        journal = self._new_journal()
        if journal is None:
            await self._settle(last)
            return None
        try:
            batch = await self.owner.ledger.write(
                lambda connection: self._turn_over(connection, journal, last)
            )
        except BaseException:
            journal.leave()
            raise
        if last is not None:
            last.journal.remove()
        if batch.claim.is_empty:
            journal.remove()
        return batch

    def _turn_over(self, connection: Connection, journal: Journal, last: Batch | None) -> Batch:
        if last is not None:
            last.settle(connection)
        owner = self.owner
        asking = Asking(owner.places.zone, self._servers)
        return Batch(journal, claim(connection, owner.campaign_id, journal.name, self.size, asking))

    def _servers(self) -> list[str]:
        """Which servers to try, that of the open line first."""
        return self.owner.places.way.servers(self.line.server if self.line else "")

    async def _has_waited(self, opens_at: dt.datetime) -> bool:
        """Wait until a limit has room, without a line; not for long, and not once told to stop."""
        seconds = (opens_at - clock.now()).total_seconds()
        if seconds > LONGEST_WAIT:
            return False
        await self._hang_up()
        await self._wait(max(seconds, SHORTEST_WAIT), self.owner.gives_way)
        return not self.owner.is_stopping and not self.owner.gives_way()

    def _new_journal(self) -> Journal | None:
        """A journal for another batch; None when there is to be none, or no room for it."""
        if self.owner.is_stopping or self.is_cut_off:
            return None
        try:
            return Journal(self.owner.places.journals)
        except OSError as problem:
            self.owner.breaker.note_full_disk(problem)
            return None

    async def _settle(self, last: Batch | None) -> None:
        if last is not None:
            await self.owner.ledger.write(last.settle)
            last.journal.remove()

    async def _work_off(self, batch: Batch) -> None:
        """Send a batch, over a new line whenever one breaks; what is left is given back."""
        letters = batch.letters(self.owner.compiled, self.owner)
        while line := await self._connected(batch.claim.server):
            try:
                await line.send(letters, batch)
            except CalledOff:
                await self._hang_up()
                return
            except OSError as problem:  # the journal’s: a line’s own are LineLost
                self.owner.breaker.note_full_disk(problem)
                await self._hang_up()
                return
            except (LineLost, LeaseOver) as problem:
                log.warning("line lost", campaign=self.owner.campaign_id, why=str(problem))
                await self._hang_up()
            else:
                return

    async def _connected(self, server: str) -> Line | None:
        """The lane’s line, opened when there is none; None when the server stays away.

        Where the batch belongs to one server, as limits have it, none to another will do.
        """
        if self.line is not None and server in {"", self.line.server}:
            return self.line
        await self._hang_up()
        way = self.owner.places.way
        for pause in PATIENCE:
            await self._wait(pause)
            try:
                self.line = await way.open(server)
            except LineLost as problem:
                self.owner.trouble = str(problem)
                if server and way.has_another(server):
                    return None  # the next batch goes there
            else:
                self.owner.trouble = ""
                return self.line
        self.is_cut_off = True
        return None

    async def _hang_up(self) -> None:
        if self.line is not None:
            await self.line.close()
            self.line = None

    async def _wait(self, seconds: float, is_vain: Callable[[], bool] = lambda: False) -> None:
        """Wait, but not once told to stop, or once it is in vain."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not (  # noqa: ASYNC110 (the order to stop
            self.owner.is_stopping or is_vain()  # comes from another thread)
        ):
            await asyncio.sleep(0.1)

    def _resize(self, seconds: float) -> None:
        if seconds < QUICK:
            self.size = min(self.size * 2, LARGEST_BATCH)
        elif seconds > SLOW:
            self.size = max(self.size // 2, 1)
