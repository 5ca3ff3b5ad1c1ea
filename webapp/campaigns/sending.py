"""Sending: several lanes, each a connection that works off one batch after the other.

Everything that decides is in the ledger; a lane that ends, however it ends, leaves nothing to be
guessed (see journaling and recovering).
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import Engine, select

from ..extensions import db
from ..logs import log
from ..mail.letters import LineLost
from ..mail.transports import Line, Way, way
from .accounting import count, finish
from .batching import Batch, CalledOff, LeaseOver, next_batch
from .composing import Compiled, compile_campaign
from .journaling import Journal
from .ledger import Ledger
from .models import Campaign
from .watching import Lookout

FIRST_BATCH, LARGEST_BATCH = 25, 500
# A batch of about a second keeps “being sent” true to its name and the ledger's cost small.
QUICK, SLOW = 0.5, 2.0  # seconds
PATIENCE = (0.0, 0.5, 2.0, 5.0)  # pauses before trying to connect again; then the sweep takes over


def send(campaign_id: int, stop: threading.Event) -> str:
    """Send whatever of the campaign is due, until nothing is, or ``stop`` is set.

    Commits as it goes. Returns why it ended early, in words, or nothing.
    """
    campaign = db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
    compiled = compile_campaign(campaign)
    db.session.rollback()  # no transaction of ours stands open while the letters go
    run = Run(campaign_id, compiled, Places(way(), db.engine, journals()), stop)
    return asyncio.run(run.go(current_app.config["SMTP_CONNECTIONS"]))


def journals() -> Path:
    """Where the journals of this instance are."""
    folder: Path = current_app.config["INSTANCE"] / "journals"
    return folder


@dataclass(frozen=True)
class Places:
    """Where letters go, where the ledger is, and where the journals are."""

    way: Way
    engine: Engine
    journals: Path


class Run:
    """One process sending one campaign."""

    def __init__(
        self, campaign_id: int, compiled: Compiled, places: Places, stop: threading.Event
    ) -> None:
        self.campaign_id = campaign_id
        self.compiled = compiled
        self.places = places
        self.ledger = Ledger(places.engine)
        self.lookout = Lookout(places.engine, campaign_id)
        self.asked_to_stop = stop
        self.has_failed = False
        self.trouble = ""

    async def go(self, most_lanes: int) -> str:
        """Send over as many lanes as there is work for; why it ended early, if it did."""
        async with self.ledger, self.lookout:
            lanes = [Lane(self) for _ in range(await self._lanes_needed(most_lanes))]
            ends = await asyncio.gather(*(lane.run() for lane in lanes), return_exceptions=True)
            for end in ends:
                if end is not None:
                    raise end
            if await self.ledger.write(lambda connection: finish(connection, self.campaign_id)):
                log.info("campaign sent", campaign=self.campaign_id)
        return self.trouble

    @property
    def is_stopping(self) -> bool:
        """Whether no further letter is to be begun."""
        return self.has_failed or self.is_called_off or self.asked_to_stop.is_set()

    @property
    def is_called_off(self) -> bool:
        """Whether the campaign was paused or cancelled: no letter may follow those in hand."""
        return self.lookout.is_over

    async def _lanes_needed(self, most: int) -> int:
        sums = await self.ledger.write(lambda c: count(c, [self.campaign_id]))
        return min(max(most, 1), -(-sums[self.campaign_id].to_go // FIRST_BATCH))


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
        size = 0 if self.owner.is_stopping or self.is_cut_off else self.size
        journal = Journal(self.owner.places.journals)
        try:
            batch = await self.owner.ledger.write(
                lambda connection: next_batch(
                    connection, self.owner.campaign_id, journal, size, last
                )
            )
        except BaseException:
            journal.leave()
            raise
        if last is not None:
            last.journal.remove()
        if batch.claim.is_empty:
            journal.remove()
            return None
        return batch

    async def _work_off(self, batch: Batch) -> None:
        """Send a batch, over a new line whenever one breaks; what is left is given back."""
        letters = batch.letters(self.owner.compiled, self.owner)
        while line := await self._connected():
            try:
                await line.send(letters, batch)
            except CalledOff:
                await self._hang_up()
                return
            except (LineLost, LeaseOver) as problem:
                log.warning("line lost", campaign=self.owner.campaign_id, why=str(problem))
                await self._hang_up()
            else:
                return

    async def _connected(self) -> Line | None:
        """The lane’s line, opened when there is none; None when the server stays away."""
        if self.line is not None:
            return self.line
        for pause in PATIENCE:
            await self._wait(pause)
            try:
                self.line = await self.owner.places.way.open()
            except LineLost as problem:
                self.owner.trouble = str(problem)
            else:
                self.owner.trouble = ""
                return self.line
        self.is_cut_off = True
        return None

    async def _hang_up(self) -> None:
        if self.line is not None:
            await self.line.close()
            self.line = None

    async def _wait(self, seconds: float) -> None:
        """Wait, but not once told to stop."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.owner.is_stopping:  # noqa: ASYNC110 (the
            await asyncio.sleep(0.1)  # order to stop comes from another thread)

    def _resize(self, seconds: float) -> None:
        if seconds < QUICK:
            self.size = min(self.size * 2, LARGEST_BATCH)
        elif seconds > SLOW:
            self.size = max(self.size // 2, 1)
