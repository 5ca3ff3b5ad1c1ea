"""Header fields as bytes (RFC 5322, 2047).

Written here because Python's own folding drops spaces between encoded words (3.11, gh-92081).
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from email.header import Header
from email.utils import quote

LONGEST = 76  # characters of a line
ENCODED = 39  # bytes of one encoded word: with its marks, and “Subject: ” before it, 73 characters


def field(name: str, text: str) -> bytes:
    """One field of text, with its line end: folded, in encoded words where it is not ASCII."""
    return prepared(name, encoded(name, text))


def varying(name: str, text: str) -> bytes:
    """One field of text that differs from letter to letter: as valid as ``field``, and quicker.

    Encoded words hold whole characters, and their lines have at most 76 (RFC 2047, 2 and 5.3).
    """
    text = one_line(text)
    if text.isascii() and "=?" not in text and len(name) + 2 + len(text) <= LONGEST:
        return prepared(name, text)
    return prepared(name, "\r\n ".join(f"=?utf-8?b?{word}?=" for word in _words_of(text.encode())))


def _words_of(content: bytes) -> Iterator[str]:
    """The bytes of a text in base64, piece by piece, no character cut in two."""
    start = 0
    while start < len(content):
        end = start + ENCODED
        while end < len(content) and content[end] & 0xC0 == 0x80:  # noqa: PLR2004 (UTF-8 goes on)
            end -= 1
        yield binascii.b2a_base64(content[start:end], newline=False).decode()
        start = end


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
