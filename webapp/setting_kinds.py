"""The kinds of settings: each reads a value or says, as ValueError, what it should have been."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SHORTEST_KEY = 16  # characters


def text(value: Any) -> str:
    """Any one line of text."""
    line = str(value).strip()
    if "\n" in line or "\r" in line:
        raise ValueError("one line of text")
    return line


def yes_or_no(value: Any) -> bool:
    """A switch: true, false, yes, no, on, off, 1 or 0."""
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise ValueError("true or false") from None


def count(value: Any) -> int:
    """A whole number, zero or more."""
    number = str(value).strip()
    if not number.isdecimal():
        raise ValueError("a whole number, 0 or more")
    return int(number)


def database_url(value: Any) -> str:
    """A SQLAlchemy address of SQLite or of PostgreSQL through psycopg 3."""
    try:
        url = make_url(str(value))
    except ArgumentError:
        raise ValueError("an address like postgresql+psycopg://user@host/name") from None
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("an address that starts with sqlite:/// or postgresql+psycopg://")
    return str(value)


def address_of(*schemes: str) -> Callable[[Any], str]:
    """A reader for addresses that start with one of ``schemes``; empty is allowed."""

    def read(value: Any) -> str:
        address = text(value)
        if address and (urlsplit(address).scheme not in schemes or not urlsplit(address).netloc):
            raise ValueError(
                "an address that starts with " + " or ".join(f"{s}://" for s in schemes)
            )
        return address.rstrip("/")

    return read


def queue_url(value: Any) -> str:
    """Where jobs wait: a PostgreSQL or Redis address; empty means SQLite in the instance."""
    address = text(value)
    if address and not address.startswith(("postgresql://", "redis://", "rediss://")):
        raise ValueError("an address that starts with postgresql:// or redis://")
    return address


def log_level(value: Any) -> str:
    """One of the levels of Python's logging."""
    if text(value) not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("DEBUG, INFO, WARNING or ERROR")
    return text(value)


def time_zone(value: Any) -> str:
    """An IANA time zone name."""
    try:
        return ZoneInfo(text(value)).key
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise ValueError("a time zone name like Asia/Almaty") from None


def email_address(value: Any) -> str:
    """An address at which the paper can be reached."""
    address = text(value)
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise ValueError("an e-mail address")
    return address


def secret_keys(value: Any) -> list[str]:
    """Signing keys, newest first, separated by spaces; each at least 16 characters."""
    keys = str(value).split()
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError("keys of at least 16 characters each, newest first")
    return keys


def links(value: Any) -> list[tuple[str, str]]:
    """Pairs of a label and an https address: ``X=https://… Facebook=https://…``."""
    pairs = (
        value.items()
        if isinstance(value, Mapping)
        else [p.partition("=")[::2] for p in value.split()]
    )
    found = [(str(label), str(url)) for label, url in pairs]
    if any(not url.startswith("https://") for _, url in found):
        raise ValueError("pairs like Telegram=https://example.org/paper")
    return found
