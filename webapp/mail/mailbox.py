"""The built-in mailbox: a Maildir in the instance, for demo and development.

Written by hand rather than with Python's mailbox module, which forces every message to disk and
reads the whole folder to find one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from .. import clock
from .letters import Fate, Letter, LineLost, Watch

# Names begin with the time in microseconds, so that sorting by name sorts by arrival.
NAME = re.compile(r"\d{16}\.[0-9a-f]{16}")


class Mailbox:
    """A folder of messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, sender: str, recipient: str, message: bytes) -> str:
        """Keep a message, its envelope in two headers as a mail server adds them; its name."""
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        name = f"{int(clock.now().timestamp() * 1_000_000):016}.{secrets.token_hex(8)}"
        envelope = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"
        (self.folder / "tmp" / name).write_bytes(envelope.encode() + message)
        (self.folder / "tmp" / name).rename(self.folder / "new" / name)
        return name

    def names(self) -> list[str]:
        """Every message's name, newest first."""
        try:
            found = [path.name for path in (self.folder / "new").iterdir()]
        except FileNotFoundError:
            return []
        return sorted((name for name in found if NAME.fullmatch(name)), reverse=True)

    def read(self, name: str) -> bytes | None:
        """One message, or None when there is none of that name."""
        if not NAME.fullmatch(name):
            return None
        try:
            return (self.folder / "new" / name).read_bytes()
        except FileNotFoundError:
            return None


class MailboxLine:
    """A line into the mailbox, used as one to a mail server is."""

    server = ""

    def __init__(self, mailbox: Mailbox, sign: Callable[[bytes], bytes]) -> None:
        self.mailbox = mailbox
        self.sign = sign

    async def send(self, letters: Iterator[Letter], watch: Watch) -> None:
        """Keep letters until there are no more."""
        for letter in letters:
            text = self.sign(letter.write())
            watch.about_to_send(letter)
            try:
                self.mailbox.add(letter.sender, letter.recipient, text)
            except OSError as problem:
                watch.settled(letter, Fate.UNTRIED, str(problem))
                raise LineLost(str(problem)) from problem
            watch.settled(letter, Fate.SENT, "250 kept in the built-in mailbox")

    async def close(self) -> None:
        """Nothing is open."""
