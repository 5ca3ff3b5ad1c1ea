"""Sending: several lanes, each a connection that works off one batch after the other.

Everything that decides is in the ledger; a lane that ends, however it ends, leaves nothing to be
guessed (see journaling and recovering).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import Engine, select

from ..extensions import db
from ..logs import log
from ..mail.letters import Fate
from ..mail.transports import Way, way
from .accounting import count, finish
from .breaking import Breaker
from .composing import Compiled, compile_campaign
from .lanes import FIRST_BATCH, LONGEST_WAIT, Lane
from .ledger import Ledger
from .limiting import Asking, is_closed
from .models import Campaign
from .pausing import pause_because
from .watching import Lookout


def send(
    campaign_id: int, stop: threading.Event, gives_way: Callable[[], bool] = lambda: False
) -> str:
    """Send whatever of the campaign is due, until nothing is, or ``stop`` is set.

    While it would only wait for a limit, it ends if it ``gives_way`` to another. Commits as it
    goes. Returns why it ended early, in words, or nothing.
    """
    places = Places(way(), db.engine, journals(), current_app.config["TIME_ZONE"])
    if is_closed(db.session.connection(), Asking(places.zone, places.way.servers), LONGEST_WAIT):
        db.session.rollback()
        return ""  # the sweep looks again
    campaign = db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
    compiled = compile_campaign(campaign)
    db.session.rollback()  # no transaction of ours stands open while the letters go
    run = Run(campaign_id, compiled, places, stop)
    run.gives_way = gives_way
    return asyncio.run(run.go(current_app.config["SMTP_CONNECTIONS"]))


def journals() -> Path:
    """Where the journals of this instance are."""
    folder: Path = current_app.config["INSTANCE"] / "journals"
    return folder


@dataclass(frozen=True)
class Places:
    """Where letters go, where the ledger is, and the journals are, and where the day begins."""

    way: Way
    engine: Engine
    journals: Path
    zone: str


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
        self.gives_way: Callable[[], bool] = lambda: False
        self.breaker = Breaker()
        self.trouble = ""

    async def go(self, most_lanes: int) -> str:
        """Send over as many lanes as there is work for; why it ended early, if it did."""
        async with self.ledger, self.lookout:
            lanes = [Lane(self) for _ in range(await self._lanes_needed(most_lanes))]
            ends = await asyncio.gather(*(lane.run() for lane in lanes), return_exceptions=True)
            await self._pause_if_broken()
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
        return self.lookout.is_over or bool(self.breaker.sentence)

    def judge(self, fate: Fate, reply: str) -> Fate:
        """What an answer of the server means for the recipient, as the breaker has it."""
        return self.breaker.judge(fate, reply)

    async def _pause_if_broken(self) -> None:
        self.breaker.note_away(self.campaign_id, self.trouble)
        if why := self.breaker.sentence:
            await self.ledger.write(lambda c: pause_because(c, self.campaign_id, why))
            log.warning("campaign paused", campaign=self.campaign_id, why=why)

    async def _lanes_needed(self, most: int) -> int:
        sums = await self.ledger.write(lambda c: count(c, [self.campaign_id]))
        return min(max(most, 1), -(-sums[self.campaign_id].to_go // FIRST_BATCH))
