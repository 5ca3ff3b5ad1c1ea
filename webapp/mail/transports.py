"""The ways out of the house: a mail server, or the built-in mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from flask import current_app

from ..addresses import on_the_wire
from . import servers
from .dkim import keys
from .dkim.signing import Signer
from .greeting import connect
from .letters import Letter, LineLost, Watch
from .mailbox import Mailbox, MailboxLine
from .smtp import SmtpLine


class Line(Protocol):
    """An open way out, for many letters in a row."""

    server: str  # whose name it is; nothing: the built-in mailbox

    async def send(self, letters: Iterator[Letter], watch: Watch) -> None:
        """Send letters until there are no more; raises LineLost when the line breaks.

        Every letter taken from ``letters`` is settled in ``watch``.
        """

    async def close(self) -> None:
        """Hang up."""


@dataclass
class Way:
    """Where mail goes. Read from the settings once; then usable without an application context."""

    smtp_url: str
    greeting_name: str
    mailbox_folder: Path
    sign: Callable[[bytes], bytes] = bytes  # as it is

    def __post_init__(self) -> None:
        self.rota = servers.Rota(servers.servers_in(self.smtp_url))

    def servers(self, first: str = "") -> list[str]:
        """Which servers to try, by name, ``first`` first; none where there is but the mailbox."""
        return self.rota.awake(first) if self.smtp_url else []

    def has_another(self, name: str) -> bool:
        """Whether a server besides that one does not rest."""
        return any(server.name != name for server in self.rota.credit if not server.is_resting)

    async def open(self, name: str = "") -> Line:
        """A new line, to the server of that name if one is given.

        Raises LineLost, with the reason in words, when there is none to be had.
        """
        if not self.smtp_url:
            return MailboxLine(Mailbox(self.mailbox_folder), self.sign)
        problems = []
        for server in self.rota.named(name) if name else self.rota.turn():
            try:
                wire = await connect(server.url, self.greeting_name)
            except LineLost as problem:
                servers.rest(server)
                problems.append(str(problem))
            else:
                servers.is_back(server)
                return SmtpLine(wire, self.sign, server.name)
        raise LineLost("; ".join(problems))


def way() -> Way:
    """The way the settings name."""
    config = current_app.config
    host = urlsplit(config["PUBLIC_URL"]).hostname or "localhost"
    return Way(
        smtp_url=config["SMTP_URL"],
        greeting_name=f"[{host}]" if host.replace(".", "").isdigit() else host,
        mailbox_folder=config["INSTANCE"] / "mailbox",
        sign=signer() or bytes,
    )


def signer() -> Signer | None:
    """What signs every mail by the keys that are in use; None when none are."""
    config = current_app.config
    pair = keys.in_use(config["INSTANCE"] / keys.FOLDER)
    domain = on_the_wire(config["MAIL_FROM"]).partition("@")[2]
    is_both = config["DKIM_SIGNATURES"] == "both"
    return Signer(domain, pair, with_ed25519=is_both) if pair else None


def send_all(letters: Iterator[Letter], watch: Watch, leave_through: Callable[[str], None]) -> None:
    """Send letters over one line, here and now; ``leave_through`` hears to which server.

    Raises LineLost when the line cannot be had or breaks; letters not taken were not tried.
    """
    asyncio.run(_send_all(way(), letters, watch, leave_through))


async def _send_all(
    chosen: Way, letters: Iterator[Letter], watch: Watch, leave_through: Callable[[str], None]
) -> None:
    line = await chosen.open()
    leave_through(line.server)
    try:
        await line.send(letters, watch)
    finally:
        await line.close()


__all__ = ["Line", "LineLost", "Way", "send_all", "signer", "way"]
