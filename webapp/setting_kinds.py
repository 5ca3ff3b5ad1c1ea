"""The kinds of settings: each reads a value or says, as ValueError, what it should have been."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
