"""The kinds of settings that name a place: a site, a server, a mailbox, proxies, a database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from . import hosts
from .proxies import Trusted, trusted_from
from .setting_kinds import text

LAST_PORT = 65535


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
