"""Lines to and from a mail server (RFC 5321, 4.2 and 4.5.2)."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections import deque
from dataclasses import dataclass
from functools import lru_cache

from .letters import Fate

GOOD, FOR_GOOD = range(200, 300), range(500, 600)
GOODBYE_SECONDS = 2
LONGEST_LINE, MOST_LINES = 8192, 1000  # that were said and not asked for yet
# Whatever can go wrong with a connection: broken, ended, too slow, or talking nonsense.
BROKEN = (OSError, EOFError, TimeoutError, ValueError)
AT_LINE_START = re.compile(rb"\n\.")  # found in a third of the time that ``in`` takes
REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r]*))?\r?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said."""

    code: int
    lines: tuple[str, ...]

    @property
    def fate(self) -> Fate:
        """What it means for the letter it was said about."""
        if self.code in GOOD:
            return Fate.SENT
        return Fate.REFUSED if self.code in FOR_GOOD else Fate.DEFERRED

    def __str__(self) -> str:
        return f"{self.code} {' '.join(self.lines)}".strip()[:500]


class Wire(asyncio.Protocol):
    """A connection that speaks in lines, and what the server at its end offers.

    A protocol of its own: streams, with a buffer searched for each line and a coroutine or two
    around it, take half as long again for a letter.
    """

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.offers: dict[str, str] = {}
        self._lines: deque[bytes] = deque()
        self._begun = b""  # a line that has not come whole
        self._end: Exception | None = None  # why no more will come
        self._heard: asyncio.Future[None] | None = None
        self._gone = asyncio.get_running_loop().create_future()
        self._deadline = float("inf")
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (no pipe, no datagrams)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Cut what comes into lines."""
        *lines, self._begun = (self._begun + data).split(b"\n")
        self._lines.extend(lines)
        if len(self._begun) > LONGEST_LINE or len(self._lines) > MOST_LINES:
            self._break_off(ValueError("the server does not stop talking"))
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more comes; what came is still to be read."""
        self._end = self._end or exc or EOFError()
        if not self._gone.done():
            self._gone.set_result(None)
        self._wake()

    def _wake(self) -> None:
        if self._heard is not None and not self._heard.done():
            self._heard.set_result(None)

    def wait_at_most(self, seconds: float) -> None:
        """Break the connection unless the replies waited for from now on come in that time.

        One alarm moves along with the deadlines: a timeout around every reply costs a tenth of
        the sending rate.
        """
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + seconds
        if self._alarm is None or self._alarm.when() > self._deadline:
            self._set_alarm(loop)

    def _set_alarm(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = loop.call_at(self._deadline, self._ring, loop)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        if loop.time() >= self._deadline:
            self._break_off(TimeoutError())
        else:
            self._set_alarm(loop)

    def say(self, *parts: bytes) -> None:
        """Send bytes, as they are."""
        self.transport.write(b"".join(parts))

    async def reply(self) -> Reply:
        """The server's next reply. Raises one of BROKEN."""
        part, goes_on = parsed(await self._line())
        if not goes_on:
            return part
        lines = part.lines
        while goes_on:
            part, goes_on = parsed(await self._line())
            lines += part.lines
        return Reply(part.code, lines)

    async def _line(self) -> bytes:
        while not self._lines:
            if self._end is not None:
                raise self._end
            self._heard = asyncio.get_running_loop().create_future()
            await self._heard
        return self._lines.popleft()

    async def ask(self, command: str, *codes: int) -> Reply:
        """Say one thing; the answer must have one of ``codes``. Raises one of BROKEN."""
        self.say(command.encode(), b"\r\n")
        return await self.expect(*codes)

    async def expect(self, *codes: int) -> Reply:
        """The next reply, which must have one of ``codes``. Raises one of BROKEN."""
        reply = await self.reply()
        if reply.code not in codes:
            raise ValueError(f"the server answered {reply}")
        return reply

    async def start_tls(self, context: ssl.SSLContext, host: str | None) -> None:
        """Turn to TLS, in which nothing said before counts (RFC 3207, 6). Raises one of BROKEN."""
        if self._lines or self._begun:
            raise ValueError("the server spoke between STARTTLS and TLS")
        loop = asyncio.get_running_loop()
        upgraded = await loop.start_tls(self.transport, self, context, server_hostname=host)
        if upgraded is None:
            raise EOFError
        self.transport = upgraded

    def cut(self) -> None:
        """Hang up in the middle of whatever was being said."""
        self.transport.abort()

    def _break_off(self, why: Exception) -> None:
        self._end = self._end or why
        self.cut()

    async def close(self) -> None:
        """Hang up, with a goodbye while the server still listens."""
        if self._alarm is not None:
            self._alarm.cancel()
        if not self.transport.is_closing():
            self.say(b"QUIT\r\n")
            self.transport.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await asyncio.shield(self._gone)


@lru_cache(maxsize=256)
def parsed(line: bytes) -> tuple[Reply, bool]:
    """One line of a reply, and whether more lines follow. Raises ValueError for anything else."""
    found = REPLY.fullmatch(line)
    if found is None:
        raise ValueError(f"the server answered {line[:80]!r}")
    words = (found[3] or b"").decode("utf-8", "replace").strip()
    return Reply(int(found[1]), (words,)), found[2] == b"-"


def with_dots(text: bytes) -> bytes:
    """A text with CRLF lines as DATA carries it: leading dots doubled, a final dot."""
    if text.startswith(b".") or AT_LINE_START.search(text):
        text = (b"\r\n" + text).replace(b"\r\n.", b"\r\n..")[2:]
    return text + (b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n")


def in_words(problem: BaseException) -> str:
    """A broken connection in a few words, for people."""
    if isinstance(problem, TimeoutError):
        return "no answer in time"
    if isinstance(problem, EOFError):
        return "the server closed the connection"
    return (str(problem) or type(problem).__name__)[:500]
