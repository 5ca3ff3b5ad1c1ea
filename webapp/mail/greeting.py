"""Opening a connection to a mail server: TLS, EHLO and signing in, as SMTP_URL says."""

from __future__ import annotations

import asyncio
import base64
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from .letters import LineLost
from .servers import PORTS
from .wire import BROKEN, Wire, in_words

CONNECT_SECONDS = 30
READY, DONE, SIGNED_IN, GO_ON = 220, 250, 235, 334


async def connect(url: str, name: str) -> Wire:
    """A connection that has greeted as ``name`` and is ready for mail.

    Raises LineLost, with the reason in words.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    tls = ssl.create_default_context() if parts.scheme == "smtps" else None
    wire = None
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            loop = asyncio.get_running_loop()
            _, wire = await loop.create_connection(Wire, host, port, ssl=tls)
            await greet(wire, parts, name)
    except BROKEN as problem:
        if wire is not None:
            wire.cut()
            await wire.close()
        raise LineLost(f"{host}:{port}: {in_words(problem)}") from problem
    return wire


async def greet(wire: Wire, parts: SplitResult, name: str) -> None:
    """Everything before the first mail. Raises one of BROKEN."""
    await wire.expect(READY)
    await hello(wire, name)
    if parts.scheme == "smtp+starttls":
        await start_tls(wire, parts.hostname)
        await hello(wire, name)
    if parts.username:
        await sign_in(wire, unquote(parts.username), unquote(parts.password or ""))


async def hello(wire: Wire, name: str) -> None:
    """EHLO, and note what the server offers; HELO where it knows no better."""
    wire.say(f"EHLO {name}\r\n".encode())
    reply = await wire.reply()
    if reply.code != DONE:
        reply = await wire.ask(f"HELO {name}", DONE)
    offered = [line.upper().partition(" ") for line in reply.lines[1:]]
    wire.offers = {keyword: values for keyword, _, values in offered}


async def start_tls(wire: Wire, host: str | None) -> None:
    """Turn to TLS; a server that does not offer it gets nothing."""
    if "STARTTLS" not in wire.offers:
        raise ValueError("the server offers no STARTTLS")
    await wire.ask("STARTTLS", READY)
    await wire.start_tls(ssl.create_default_context(), host)


async def sign_in(wire: Wire, user: str, password: str) -> None:
    """AUTH PLAIN (RFC 4616), or LOGIN where that is all there is."""
    if "PLAIN" in wire.offers.get("AUTH", "").split():
        identity = as_base64(f"\0{user}\0{password}")
        await wire.ask(f"AUTH PLAIN {identity}", SIGNED_IN)
        return
    await wire.ask("AUTH LOGIN", GO_ON)
    await wire.ask(as_base64(user), GO_ON)
    await wire.ask(as_base64(password), SIGNED_IN)


def as_base64(text: str) -> str:
    """The text in base64, on one line."""
    return base64.b64encode(text.encode()).decode()
