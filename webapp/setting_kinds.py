"""The kinds of settings: each reads a value or says, as ValueError, what it should have been."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from . import hosts
from .proxies import Trusted, trusted_from

SHORTEST_KEY = 16  # characters
LAST_PORT = 65535


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


def proxies(value: Any) -> Trusted:
    """The proxies in front: how many there are, or their addresses and networks."""
    words = " ".join(value) if isinstance(value, list) else str(value)
    try:
        return trusted_from(words.strip())
    except ValueError:
        raise ValueError(
            "the addresses of the proxies, like 127.0.0.1 or 10.0.0.0/8, or their number"
        ) from None


def places(value: Any) -> frozenset[tuple[str, int]]:
    """IP addresses, each with a port; IPv6 in brackets."""
    words = value if isinstance(value, list) else str(value).split()
    return frozenset(_place(str(word)) for word in words)


def _place(word: str) -> tuple[str, int]:
    host, _, port = word.rpartition(":")
    try:
        address, number = str(ip_address(host.strip("[]"))), int(port)
    except ValueError:
        number = 0
    if not 0 < number <= LAST_PORT:
        raise ValueError("IP addresses with their ports, like 10.0.0.7:443 [fd00::7]:80")
    return address, number


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


def mail_servers(value: Any) -> str:
    """Addresses of mail servers, parted by spaces; ``?weight=3`` gives one a larger share."""
    one = address_of("smtp", "smtp+starttls", "smtps")
    words = value if isinstance(value, list) else str(value).split()
    for word in words:
        query = urlsplit(one(word)).query
        if query and not re.fullmatch(r"weight=[1-9]\d{0,2}", query):
            raise ValueError("addresses of mail servers, a weight written as ?weight=3")
    return " ".join(one(word) for word in words)


def site_url(value: Any) -> str:
    """The address of a site, without what only one page or one visitor has."""
    address = address_of("http", "https")(value)
    try:
        has_host = bool(hosts.name_in(hosts.origin_of(address).partition("://")[2]))
    except ValueError:  # a port or a name that cannot be
        has_host = False
    parts = urlsplit(address)
    if not has_host or parts.username or parts.query or parts.fragment:
        raise ValueError("an address like https://paper.example")
    return address


def question_url(value: Any) -> str:
    """Where a question goes that others must not read: https, or this machine; empty is allowed."""
    address = text(value)
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if address and not (parts.netloc and (parts.scheme == "https" or is_here)):
        raise ValueError("an address that starts with https://")
    return address.rstrip("/")


def queue_url(value: Any) -> str:
    """Where jobs wait: a PostgreSQL or Redis address; empty means SQLite in the instance."""
    address = text(value)
    if address and not address.startswith(("postgresql://", "redis://", "rediss://")):
        raise ValueError("an address that starts with postgresql:// or redis://")
    return address


def one_of(*words: str) -> Callable[[Any], str]:
    """A reader for a choice between ``words``."""

    def read(value: Any) -> str:
        word = text(value).lower()
        if word not in words:
            raise ValueError(" or ".join(words))
        return word

    return read


def domains_in_file(value: Any) -> frozenset[str]:
    """The domains that a file names, one a line, in Unicode or ASCII; ``#`` begins a remark."""
    try:
        lines = Path(text(value)).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ValueError("the path of a text file with one domain a line") from None
    words = (line.partition("#")[0].strip().lower().strip(".") for line in lines)
    return frozenset(word for word in words if word)


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


def contacts(value: Any) -> list[str]:
    """Ways to reach somebody, as addresses with a scheme: a bare mailbox gets its mailto:."""
    words = value if isinstance(value, list) else str(value).split()
    return [_contact(str(word)) for word in words]


def _contact(word: str) -> str:
    """One way, https or mailto (RFC 9116, 2.5.3)."""
    if word.startswith("https://") and urlsplit(word).hostname:
        return word
    try:
        return f"mailto:{email_address(word.removeprefix('mailto:'))}"
    except ValueError:
        raise ValueError("addresses like security@paper.example or https://…") from None


def secret_keys(value: Any) -> list[str]:
    """Signing keys, newest first, separated by spaces; each at least 16 characters."""
    keys = str(value).split()
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError("keys of at least 16 characters each, newest first")
    return keys


def lasting_key(value: Any) -> str:
    """One key of at least 16 characters that never changes."""
    key = text(value)
    if len(key) < SHORTEST_KEY:
        raise ValueError("a key of at least 16 characters")
    return key


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
