"""Guarding: no link of a letter has the server ask what stands in a private network.

Staff write the links, and whoever owns a name decides where it leads. So each name is resolved
once, all its addresses have to be public, and the connection goes to one of those addresses.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+")
# All public IPv6; what carries an IPv4 address (6to4, Teredo, NAT64) is not followed.
UNICAST = IPv6Network("2000::/3")
# Which of these ``is_global`` knows differs from one Python to the next.
SPECIAL = [
    ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
]

Resolve = Callable[[str, int], Awaitable[list[str]]]


class NotAsked(Exception):
    """An address that is not asked; the message is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where a link leads: what to ask, by which name, at which addresses."""

    parts: SplitResult
    host: str
    port: int
    addresses: tuple[str, ...]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine's resolver knows them. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Guard:
    """Lets through what is public, and the places inside that the settings name."""

    inside: frozenset[tuple[str, int]] = frozenset()
    resolve: Resolve = resolve

    async def place_of(self, url: str) -> Place:
        """Where an address leads, looked up now. Raises NotAsked."""
        parts, host, port = _taken_apart(url)
        try:
            addresses = await self.resolve(host, port)
        except (OSError, UnicodeError):
            raise NotAsked(f"Nobody knows the name {host}; correct the address.") from None
        if not addresses or not all(self.may_ask(one, parts.scheme, port) for one in addresses):
            raise NotAsked("It leads into a private network or to an unusual port; take it out.")
        return Place(parts, host, port, tuple(addresses))

    def may_ask(self, address: str, scheme: str, port: int) -> bool:
        """Whether a connection to an address may be opened."""
        return (address, port) in self.inside or (port == PORTS[scheme] and is_public(address))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, of one machine.

    Not so: loopback, private, link-local, shared, reserved and documentation addresses, multicast,
    and IPv6 that carries an IPv4 address inside (RFC 6890 and the registries it began).
    """
    try:
        found = ip_address(address)
    except ValueError:  # a zone, as in fe80::1%eth0
        return False
    if isinstance(found, IPv6Address) and found not in UNICAST:
        return False
    is_special = any(found in network for network in SPECIAL)
    return found.is_global and not found.is_multicast and not is_special


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    """Address, host in ASCII, and port. Raises NotAsked."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna" if not url.isascii() else "ascii").decode()
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise NotAsked("This is no address of a page; correct it.") from None
    if not HOST.fullmatch(host):
        raise NotAsked("This is no address of a page; correct it.")
    return parts, host, port
