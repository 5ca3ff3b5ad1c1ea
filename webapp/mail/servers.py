"""The mail servers of the settings: which is asked next, and which is left alone for a while."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

REST = 60.0  # seconds for which a server that could not be reached is asked last
_resting: dict[str, float] = {}  # by address: until when, for every campaign of this process


@dataclass(frozen=True)
class Server:
    """One server. One of weight 3 gets three connections for each one of weight 1."""

    url: str
    weight: int


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
        now = time.monotonic()
        order = sorted(self.credit, key=lambda s: (_resting.get(s.url, 0) > now, -self.credit[s]))
        self.credit[order[0]] -= sum(server.weight for server in self.credit)
        return order


def rest(server: Server) -> None:
    """It could not be reached: try the others first for a while."""
    _resting[server.url] = time.monotonic() + REST


def is_back(server: Server) -> None:
    """It answers."""
    _resting.pop(server.url, None)


def _weight(url: str) -> int:
    return int(parse_qs(urlsplit(url).query).get("weight", ["1"])[0])
