"""Allowing: who sends takes letters of the limits, and gives back those that did not go.

Everything is counted in the database, so any number of workers share one budget. Whoever takes
holds the limits until the transaction ends: two who take at once see each other’s allowances.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, case, insert, select, update

from ... import clock
from .counting import NO_END, Moment, Room, room, taken
from .models import EVERY_OTHER, Allowance, Kind, SendingLimit, key_of


class Budget:
    """The limits as they stand in one transaction, and what is left of them."""

    def __init__(self, connection: Connection, moment: Moment, found: list[SendingLimit]) -> None:
        self.connection = connection
        self.moment = moment
        self.limits = {limit.key: limit for limit in found}
        self.domains = {name: limit for limit in found for name in limit.domains}
        few = [limit.key for limit in found if limit.kind != Kind.DOMAIN]
        self.taken = taken(connection, few, moment)

    def room(self) -> Room:
        """What the overall limit leaves."""
        return self._room(key_of(Kind.ALL, ""))

    def room_of(self, server: str) -> Room:
        """What the limit of a server leaves."""
        return self._room(key_of(Kind.SERVER, server))

    def domain_of(self, email: str) -> str:
        """Under which domain letters to an address count; nothing where they do not."""
        domain = email.rpartition("@")[2]
        if limit := self.domains.get(domain):
            return limit.name
        return domain if EVERY_OTHER in self.domains else ""

    def rooms_of(self, domains: Collection[str]) -> dict[str, Room]:
        """What the limits of domains leave: one query for all of them."""
        keys = {domain: key_of(Kind.DOMAIN, domain) for domain in domains}
        self.taken |= taken(self.connection, set(keys.values()) - self.taken.keys(), self.moment)
        return {domain: self._room_of_domain(domain, key) for domain, key in keys.items()}

    def take(
        self, name: str, ends_at: dt.datetime, server: str, domains: Collection[str]
    ) -> list[str]:
        """Take an allowance for each letter, under ``name``; the keys under which it counts.

        ``domains`` has for each letter what ``domain_of`` says of its address.
        """
        counted = {
            key: number
            for key, number in counts(server, domains).items()
            if number and (key in self.limits or key.startswith(Kind.DOMAIN))
        }
        rows = [
            {"key": key, "taken_by": name, "number": number, "ends_at": ends_at}
            for key, number in counted.items()
        ]
        if rows:
            self.connection.execute(insert(Allowance), rows)
        return list(counted)

    def _room(self, key: str) -> Room:
        limit = self.limits.get(key)
        return room(limit, self.taken.get(key, {}), self.moment) if limit else NO_END

    def _room_of_domain(self, domain: str, key: str) -> Room:
        others = self.domains.get(EVERY_OTHER) if " " not in domain else None
        limit = self.limits.get(key) or others
        return room(limit, self.taken.get(key, {}), self.moment) if limit else NO_END


def budget(connection: Connection, zone: str, *, hold: bool = True) -> Budget:
    """What is left now; held, nobody else takes anything until the transaction ends."""
    asked = select(SendingLimit.__table__).order_by(SendingLimit.id)
    rows = connection.execute(asked.with_for_update() if hold else asked).mappings()
    found = [SendingLimit(**row) for row in rows]
    return Budget(connection, Moment.here(zone), found)


def choose(held: Budget, servers: Sequence[str]) -> tuple[str, Room]:
    """The first of some servers with room, and how much; where none has, when the first will.

    Where none of them has a limit of its own, the server is left open.
    """
    overall = held.room()
    if not overall.left or not any(held.limits.get(key_of(Kind.SERVER, one)) for one in servers):
        return "", overall
    rooms = {server: held.room_of(server) for server in servers}
    server = next((one for one in servers if rooms[one].left), "")
    if server:
        return server, Room(min(rooms[server].left, overall.left))
    return "", Room(0, min(one.opens_at for one in rooms.values() if one.opens_at))


def counts(server: str, domains: Collection[str]) -> Counter[str]:
    """How many letters count under which key, be it limited or not."""
    named = Counter(key_of(Kind.DOMAIN, domain) for domain in domains if domain)
    every = {key_of(Kind.ALL, ""): len(domains), key_of(Kind.SERVER, server): len(domains)}
    return Counter(every) + named


def settle(connection: Connection, name: str, sent: Mapping[str, int]) -> None:
    """A batch is over: what was not sent, by key, of its allowances is given back."""
    mine = (Allowance.taken_by == name, Allowance.key == bindparam("of"))
    values = {"number": bindparam("sent"), "ends_at": clock.now()}
    each = [{"of": key, "sent": number} for key, number in sent.items()]
    if each:
        connection.execute(update(Allowance).where(*mine).values(values), each)


def end(connection: Connection, name: str, most: int | None = None) -> None:
    """A worker died over its batch; it sent so many letters at most, where that is known."""
    known = Allowance.number if most is None else most
    fewer = case((Allowance.number > known, known), else_=Allowance.number)
    ended = update(Allowance).where(Allowance.taken_by == name)
    connection.execute(ended.values(number=fewer, ends_at=clock.now()))


def note(connection: Connection, zone: str, server: str, recipients: Collection[str]) -> None:
    """Count mails that did not ask, as single mails do not: they wait for nobody’s limit."""
    found = budget(connection, zone, hold=False)
    found.take("", clock.now(), server, [found.domain_of(one) for one in recipients])
