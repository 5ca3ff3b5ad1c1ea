"""Proxies: whose word about a visitor’s address counts.

Werkzeug’s ProxyFix counts proxies and believes whoever connects; a server that can also be reached
past its proxy must know them by their addresses. A header from anybody else is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Trusted:
    """The proxies in front: known by their networks, or only how many there are."""

    networks: tuple[Network, ...] = ()
    number: int = 0

    def __bool__(self) -> bool:
        return bool(self.networks or self.number)

    def includes(self, address: str, hops: int) -> bool:
        """Whether the machine at ``address``, so many ``hops`` away from us, is one of them."""
        if self.number:
            return hops < self.number
        found = ip_address(address)
        return any(found in network for network in self.networks)


def trusted_from(words: str) -> Trusted:
    """The proxies that a setting names: a number, or networks. Raises ValueError."""
    if words.isdecimal():
        return Trusted(number=int(words))
    return Trusted(tuple(ip_network(word) for word in words.split()))


def visitor(peer: str, passed_on: Sequence[str], trusted: Trusted) -> str:
    """The first address on the way back from us that no trusted proxy has.

    Each proxy adds to X-Forwarded-For whom it was asked by, so what stands left of the first
    machine that is not trusted is that machine’s own invention.
    """
    last = peer
    for hops, said in enumerate([peer, *reversed(passed_on)]):
        address = plain(said)
        if address is None:
            break
        last = address
        if not trusted.includes(address, hops):
            break
    return last


def plain(said: str) -> str | None:
    """An address without the port that some proxies add, IPv4 as IPv4; None for what is none."""
    name = said.strip().removeprefix("[").partition("]")[0]
    name = name.partition(":")[0] if name.count(":") == 1 else name
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)


class Proxies:
    """The layer that puts a visitor’s own address and scheme in the place of the proxy’s."""

    def __init__(self, application: WSGIApplication, trusted: Trusted) -> None:
        self._application = application
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Pass a request on, with where it came from."""
        peer = plain(environ.get("REMOTE_ADDR") or "")
        if peer is not None and self._trusted.includes(peer, 0):
            passed_on = _members(environ, "HTTP_X_FORWARDED_FOR")
            environ["REMOTE_ADDR"] = visitor(peer, passed_on, self._trusted)
            schemes = _members(environ, "HTTP_X_FORWARDED_PROTO")
            if schemes and schemes[-1] in {"http", "https"}:
                environ["wsgi.url_scheme"] = schemes[-1]
        return self._application(environ, start)


def _members(environ: WSGIEnvironment, name: str) -> list[str]:
    """The members of a header that is a list."""
    return [member for said in environ.get(name, "").split(",") if (member := said.strip())]
