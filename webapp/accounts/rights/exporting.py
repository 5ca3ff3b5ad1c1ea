"""Exporting everything that is kept about an account: each package contributes its part.

Imports go one way, so those above register what they keep; a test walks the tables and finds what
nobody contributes and nobody leaves out with a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ... import clock
from ..models import Account

Value = str | int | bool | dt.datetime | None
Entry = dict[str, Value]
Work = Callable[[Account], Iterable[Entry]]

PARTS: dict[str, Part] = {}
BY_ADDRESS: set[str] = set()  # names of parts that are kept under an address
LEFT_OUT: dict[str, str] = {}  # "table" or "table.column", and why


@dataclass(frozen=True)
class Part:
    """One file of the copy: its name, what it is, and which tables it shows."""

    name: str
    about: str
    tables: frozenset[str]
    work: Work

    @property
    def title(self) -> str:
        """Its name, as a heading."""
        return self.name.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Filled:
    """A part with what is kept about one account."""

    part: Part
    entries: list[Entry]


def contributes(name: str, about: str, *tables: str) -> Callable[[Work], Work]:
    """Register the function that lists what ``tables`` keep about an account.

    ``about`` tells its owner what the file is and why it is kept.
    """

    def register(work: Work) -> Work:
        PARTS[name] = Part(name, about, frozenset(tables), work)
        return work

    return register


def contributes_by_address(name: str, about: str, *tables: str) -> Callable[[Work], Work]:
    """The same for what is kept under an address: nothing, until the account has proven it."""

    def register(work: Work) -> Work:
        BY_ADDRESS.add(name)
        contributes(name, about, *tables)(
            lambda account: work(account) if account.confirmed_at else ()
        )
        return work

    return register


def leaves_out(place: str, reason: str) -> None:
    """Say why a table, or one of its columns (``table.column``), is in no file."""
    LEFT_OUT[place] = reason


def collect(account: Account) -> list[Filled]:
    """Everything that is kept about the account, in the order in which packages stand."""
    return [Filled(part, list(part.work(account))) for part in PARTS.values()]


def collect_by_address(email: str) -> list[Filled]:
    """What is kept under an address, for its proven owner, who may have no account."""
    owner = nobodys_account(email)
    parts = [part for name, part in PARTS.items() if name in BY_ADDRESS]
    return [Filled(part, list(part.work(owner))) for part in parts]


def nobodys_account(email: str) -> Account:
    """What stands for the proven owner of an address where an account is asked for.

    It is never kept, and no row has its number.
    """
    return Account(id=0, email=email, confirmed_at=clock.now(), erase_letters=True)
