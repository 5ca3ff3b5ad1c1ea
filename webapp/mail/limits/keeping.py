"""Keeping the limits: setting one, and lifting it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ...addresses import AddressRefused, normalise
from ...extensions import db
from .models import EVERY_OTHER, Kind, SendingLimit

LARGEST = 100_000_000


class NotALimit(ValueError):
    """What was typed is no limit; the message says what to do."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a limit; nothing: none in that time."""

    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int | None = None
    warm_up: list[int] = field(default_factory=list)
    warms_up_from: dt.date | None = None

    def check(self) -> None:
        """Raise NotALimit where they say nothing, or a plan without its first day."""
        plain = [self.per_minute, self.per_hour, self.per_day]
        given = [number for number in plain if number is not None] + self.warm_up
        if not given:
            _refuse("Give at least one number, or lift the limit.")
        if not all(0 < number <= LARGEST for number in given):
            _refuse(f"Give numbers from 1 to {LARGEST:,}.")
        if bool(self.warm_up) != bool(self.warms_up_from):
            _refuse("A warm-up needs both: the letters of each day, and its first day.")


def set_limit(kind: Kind, name: str, numbers: Numbers) -> SendingLimit:
    """Make a limit, or change the one there is. Raises NotALimit."""
    numbers.check()
    if kind != Kind.SERVER and numbers.warm_up:
        _refuse("Only a server is warmed up.")
    found = limit_of(kind, name) or SendingLimit(kind=kind, name=name)
    for column, value in vars(numbers).items():
        setattr(found, column, value)
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError:
        _refuse("Somebody has set this limit just now; look at it, then change it.")
    return found


def lift(found: SendingLimit) -> None:
    """Let letters go without it; whom it held back is claimed as all others are."""
    db.session.delete(found)
    db.session.flush()


def limit_of(kind: Kind, name: str) -> SendingLimit | None:
    """The limit of that name, if there is one."""
    asked = select(SendingLimit).where(SendingLimit.kind == kind, SendingLimit.name == name)
    return db.session.scalar(asked)


def domains_in(typed: str, but: str = "") -> str:
    """Domains that count together as they are kept: in their order, each once; or ``*`` alone.

    Raises NotALimit, also where one of them has another limit than that named ``but``.
    """
    words = sorted({word.strip(",;").removeprefix("@") for word in typed.split()} - {""})
    if not words:
        _refuse("Write a domain, like gmail.com, or * for every other one.")
    if EVERY_OTHER in words and len(words) > 1:
        _refuse("Write * alone: it stands for each domain that has no limit of its own.")
    domains = words if words == [EVERY_OTHER] else sorted({_domain(word) for word in words})
    others = select(SendingLimit).where(SendingLimit.kind == Kind.DOMAIN, SendingLimit.name != but)
    for other in db.session.scalars(others):
        if both := set(other.domains) & set(domains):
            _refuse(f"{min(both)} has a limit already; change that one.")
    return " ".join(domains)


def server_in(typed: str, servers: list[str]) -> str:
    """A server as host:port; of those that the settings name, when they name any.

    Raises NotALimit: a limit of a server that nobody uses would keep nothing back.
    """
    word = typed.strip().lower()
    port = word.rpartition(":")[2]
    if servers:
        found = [server for server in servers if word in {server, server.rpartition(":")[0]}]
        if len(found) != 1:
            _refuse(f"Write one of the mail servers of the settings: {', '.join(servers)}.")
        return found[0]
    if not word or " " in word or not (":" in word and port.isdecimal()):
        _refuse("Write the server as host and port, like mx1.example.com:587.")
    return word


def warm_up_in(typed: str) -> list[int]:
    """The letters of each day, as they are typed: 500 1,000 2000. Raises NotALimit."""
    words = typed.replace(";", " ").replace("\n", " ").split()
    plain = [word.strip(",").replace(",", "") for word in words]
    if not all(word.isascii() and word.isdecimal() for word in plain):
        _refuse("Write the letters of each day one after the other, like 500 1000 2000 4000.")
    return [int(word) for word in plain]


def _domain(word: str) -> str:
    try:
        return normalise(f"name@{word.rstrip('.')}").partition("@")[2]
    except AddressRefused:
        _refuse(f"“{word}” is no domain; write one like gmail.com.")


def _refuse(sentence: str) -> NoReturn:
    raise NotALimit(sentence)
