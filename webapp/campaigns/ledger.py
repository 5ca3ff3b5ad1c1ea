"""The ledger’s own thread and connection: sending never waits for a lock it holds itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Ledger:
    """Runs transactions one after the other. Use it as an asynchronous context manager."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self.connection: Connection | None = None

    async def __aenter__(self) -> Self:
        await self._run(self._open)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._run(self._close)
        self.thread.shutdown()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do the work in a transaction that is on disk when this returns."""
        return await self._run(lambda: self._transact(work))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    def _open(self) -> None:
        self.connection = self.engine.connect()
        self.connection.detach()
        if self.engine.dialect.name == "sqlite":
            # In WAL mode NORMAL may lose the last commits in a power cut. A lost claim would be
            # sent twice, so this connection waits for the disk.
            driver = self.connection.connection.dbapi_connection
            driver.execute("PRAGMA synchronous=FULL")  # type: ignore[union-attr]

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()

    def _transact(self, work: Callable[[Connection], T]) -> T:
        assert self.connection is not None  # noqa: S101 (only inside the context manager)
        with self.connection.begin():
            return work(self.connection)
