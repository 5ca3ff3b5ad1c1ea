"""Header fields as bytes (RFC 5322, 2047).

Written here because Python's own folding drops spaces between encoded words (3.11, gh-92081).
"""

from __future__ import annotations

from email.header import Header
from email.utils import quote

LONGEST = 76  # characters of a line


def field(name: str, text: str) -> bytes:
    """One field of text, with its line end: folded, in encoded words where it is not ASCII."""
    return prepared(name, encoded(name, text))


def prepared(name: str, value: str) -> bytes:
    """One field whose value is folded and encoded already, with its line end."""
    return f"{name}: {value}\r\n".encode()


def mailbox(name: str, phrase: str, address: str) -> bytes:
    """A field of one display name and one address, which the caller has checked."""
    phrase = one_line(phrase)
    is_plain = phrase.isascii() and len(phrase) < LONGEST - len(name)
    words = f'"{quote(phrase)}"' if is_plain else _folded(name, phrase, "utf-8")
    return prepared(name, f"{words}\r\n <{address}>")


def encoded(name: str, text: str) -> str:
    """Text as it stands in a field of that name."""
    return _folded(name, one_line(text), "us-ascii" if text.isascii() else "utf-8")


def _folded(name: str, text: str, charset: str) -> str:
    header = Header(text, charset, maxlinelen=LONGEST, header_name=name)
    return header.encode(linesep="\r\n")


def one_line(text: str) -> str:
    """The text as a header can carry it."""
    return " ".join(text.split())
