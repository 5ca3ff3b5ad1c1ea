"""Watching a campaign while it is sent: a pause or an end is seen within half a second."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from ..database import only_reading
from .models import Campaign
from .states import CampaignState

EVERY = 0.5  # seconds between two looks


class Lookout:
    """Looks at where a campaign stands. Use it as an asynchronous context manager."""

    def __init__(self, engine: Engine, campaign_id: int) -> None:
        self.engine = engine
        self.campaign_id = campaign_id
        self.is_over = False  # once the campaign is not on its way any more; then for good
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    async def _watch(self) -> None:
        while not self.is_over:
            await asyncio.sleep(EVERY)
            with contextlib.suppress(SQLAlchemyError):  # the ledger says that it cannot be reached
                self.is_over = not await asyncio.to_thread(self._is_sending)

    def _is_sending(self) -> bool:
        only_reading.set(True)  # in the thread’s own context: a look waits for nobody’s lock
        with self.engine.connect() as connection:
            state = select(Campaign.state).where(Campaign.id == self.campaign_id)
            return connection.scalar(state) == CampaignState.SENDING
