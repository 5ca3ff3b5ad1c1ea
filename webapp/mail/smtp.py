"""Mail through one connection to a server: RFC 5321 with PIPELINING.

With pipelining a message costs one round trip: its text, the final dot and the envelope of the
next message leave together (RFC 2920, 3.1 lets a group begin with message text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from ..addresses import AddressRefused, on_the_wire
from .letters import Fate, Letter, LineLost, Watch
from .wire import BROKEN, GOOD, Reply, Wire, in_words, with_dots

# RFC 5321, 4.5.3.2: how long a server may think about commands, and about the final dot.
COMMAND_SECONDS, DOT_SECONDS = 300, 600
GO_AHEAD, CLOSING = 354, 421
DATA = b"DATA\r\n"


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter, and the commands that offer it to the server."""

    letter: Letter
    commands: list[bytes]


class SmtpLine:
    """A line to a mail server. After LineLost it is of no more use."""

    def __init__(self, wire: Wire, sign: Callable[[bytes], bytes], server: str = "") -> None:
        self.wire = wire
        self.sign = sign
        self.server = server
        self.pipelines = "PIPELINING" in wire.offers
        self.is_dirty = False  # a refused envelope still stands at the server

    async def send(self, letters: Iterator[Letter], watch: Watch) -> None:
        """Send letters until there are no more. Raises LineLost when the connection is gone.

        Every letter taken from ``letters`` is settled in ``watch``, come what may.
        """
        offer = self._say(self._next(letters, watch))
        while offer is not None:
            offer = await self._deliver(offer, letters, watch)

    async def close(self) -> None:
        """Hang up."""
        await self.wire.close()

    def _next(self, letters: Iterator[Letter], watch: Watch) -> Offer | None:
        for letter in letters:
            try:
                return Offer(letter, self._commands(letter))
            except AddressRefused as problem:
                watch.settled(letter, Fate.REFUSED, str(problem))
        return None

    def _commands(self, letter: Letter) -> list[bytes]:
        sender, recipient = on_the_wire(letter.sender), on_the_wire(letter.recipient)
        options = ""
        if not recipient.isascii():
            if "SMTPUTF8" not in self.wire.offers:
                raise AddressRefused("The mail server takes no addresses in this script.")
            options = " SMTPUTF8 BODY=8BITMIME"  # RFC 6531, 3.6
        commands = [f"MAIL FROM:<{sender}>{options}\r\n".encode()]
        commands += [f"RCPT TO:<{recipient}>\r\n".encode(), DATA]
        return [b"RSET\r\n", *commands] if self.is_dirty else commands

    def _say(self, offer: Offer | None) -> Offer | None:
        if offer is not None and self.pipelines:
            self.wire.say(*offer.commands)
        return offer

    async def _deliver(self, offer: Offer, letters: Iterator[Letter], watch: Watch) -> Offer | None:
        """Bring an offered letter to its end; return the next one, offered."""
        letter = offer.letter
        try:
            refusal = await self._refusal(offer.commands)
        except BROKEN as problem:
            self._lose(letter, Fate.UNTRIED, in_words(problem), watch)
        if refusal is None:
            return await self._send_text(letter, letters, watch)
        if refusal.code == CLOSING:
            self._lose(letter, Fate.UNTRIED, str(refusal), watch)
        watch.settled(letter, refusal.fate, str(refusal))
        return self._say(self._next(letters, watch))

    async def _refusal(self, commands: list[bytes]) -> Reply | None:
        """What the server said against the letter, or None when it waits for the text."""
        refusal = None
        self.wire.wait_at_most(COMMAND_SECONDS)
        for command in commands:
            if not self.pipelines:
                self.wire.say(command)
            reply = await self.wire.reply()
            is_fine = reply.code == GO_AHEAD if command is DATA else reply.code in GOOD
            refusal = refusal if refusal or is_fine else reply
            if refusal and not self.pipelines:
                break
        self.is_dirty = refusal is not None
        if refusal and reply.code == GO_AHEAD:  # then a text is due all the same (RFC 2920)
            self.wire.say(b".\r\n")
            await self.wire.reply()
        return refusal

    async def _send_text(
        self, letter: Letter, letters: Iterator[Letter], watch: Watch
    ) -> Offer | None:
        text = with_dots(self.sign(letter.write()))
        self._announce(letter, watch)
        following = self._next(letters, watch) if self.pipelines else None
        try:
            self.wire.say(text, *(following.commands if following else ()))
            reply = await self._verdict()
        except BROKEN as problem:
            if following is not None:
                watch.settled(following.letter, Fate.UNTRIED, in_words(problem))
            self._lose(letter, Fate.UNKNOWN, in_words(problem), watch)
        watch.settled(letter, reply.fate, str(reply))
        return following if self.pipelines else self._next(letters, watch)

    async def _verdict(self) -> Reply:
        """The reply to the final dot. Raises one of BROKEN."""
        self.wire.wait_at_most(DOT_SECONDS)
        reply = await self.wire.reply()
        if reply.code == GO_AHEAD:
            raise ValueError(f"the server answered the text with {reply}")
        return reply

    def _announce(self, letter: Letter, watch: Watch) -> None:
        try:
            watch.about_to_send(letter)
        except BaseException:
            self.wire.cut()  # without a final dot nothing is taken
            watch.settled(letter, Fate.UNTRIED, "stopped before the text")
            raise

    def _lose(self, letter: Letter, fate: Fate, why: str, watch: Watch) -> NoReturn:
        self.wire.cut()
        watch.settled(letter, fate, why)
        raise LineLost(why)
