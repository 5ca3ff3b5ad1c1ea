"""The mail servers of the settings: which is asked next, and which is left alone for a while."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
REST = 60.0  # seconds for which a server that could not be reached is asked last
_resting: dict[str, float] = {}  # by address: until when, for every campaign of this process


@dataclass(frozen=True)
class Server:
    """One server. One of weight 3 gets three connections for each one of weight 1."""

    url: str
    weight: int

    @property
    def name(self) -> str:
        """Its host and port, under which its limits stand: an address may hold a password."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"

    @property
    def is_resting(self) -> bool:
        """Whether it could not be reached just now."""
        return _resting.get(self.url, 0) > time.monotonic()


def servers_in(text: str) -> list[Server]:
    """The servers that a setting names, one or several."""
    return [Server(url, _weight(url)) for url in text.split()]


class Rota:
    """Whose turn it is: smooth weighted round robin, so that no server’s turns come in a lump."""

    def __init__(self, servers: list[Server]) -> None:
        self.credit = dict.fromkeys(servers, 0)

    def turn(self) -> list[Server]:
        """All servers in the order in which to try them: those that rest come last."""
        for server in self.credit:
            self.credit[server] += server.weight
        order = self._order()
        self.credit[order[0]] -= sum(server.weight for server in self.credit)
        return order

    def named(self, name: str) -> list[Server]:
        """The server of that name."""
        return [server for server in self.credit if server.name == name]

    def awake(self, first: str = "") -> list[str]:
        """The names of those that do not rest, or of all when all do, in the order to try them.

        ``first`` is where the asker has a line already; nothing: it is somebody’s turn.
        """
        order = self._order() if first else self.turn()
        order.sort(key=lambda server: server.name != first)
        awake = [server.name for server in order if not server.is_resting]
        return awake or [server.name for server in order]

    def _order(self) -> list[Server]:
        return sorted(self.credit, key=lambda server: (server.is_resting, -self.credit[server]))


def rest(server: Server) -> None:
    """It could not be reached: try the others first for a while."""
    _resting[server.url] = time.monotonic() + REST


def is_back(server: Server) -> None:
    """It answers."""
    _resting.pop(server.url, None)


def _weight(url: str) -> int:
    return int(parse_qs(urlsplit(url).query).get("weight", ["1"])[0])
