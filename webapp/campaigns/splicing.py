"""A message compiled once: ready bytes with slots, into which each recipient is spliced."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

LONGEST = 76  # characters of a line (RFC 2045, 6.7)
# A word no one writes, in letters and digits only: it survives templates, escaping and inlining.
SLOT = re.compile(r"zq9slot([a-z0-9]+?)9zq")
DOTS_AT_LINE_START = re.compile(rb"\n\.+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A hole in a body; ``name`` says what goes in."""

    name: str


Piece = bytes | Slot
Of = TypeVar("Of")


def placeholder(name: str) -> str:
    """What stands for a slot while templates are rendered."""
    return f"zq9slot{name}9zq"


def pieces_of(body: str) -> list[Piece]:
    """A body with placeholders as quoted-printable bytes and slots.

    A soft line break stands before and after each slot (RFC 2045, 6.7), so that no line grows
    past 76 characters whatever goes in.
    """
    texts, names = SLOT.split(body)[::2], SLOT.findall(body)
    pieces: list[Piece] = [spliced(texts[0])]
    for name, text in zip(names, texts[1:], strict=True):
        pieces += [b"=\r\n", Slot(name), b"=\r\n", spliced(text)]
    return pieces


def spliced(text: str) -> bytes:
    """The text in quoted-printable, as it stands between the soft breaks of a letter.

    Its last line is short enough for the break that follows. No line begins with a dot: SMTP would
    have it doubled (RFC 5321, 4.5.2), and so ten thousand octets copied for each recipient.
    """
    encoded = quoted_printable(text)
    if len(encoded) - encoded.rfind(b"\n") - 1 >= LONGEST:
        last = -3 if encoded[-3:-2] == b"=" else -1  # one character: =C3 or itself
        encoded = encoded[:last] + b"=\r\n" + encoded[last:]
    return DOTS_AT_LINE_START.sub(_each_alone, b"\n" + encoded)[1:]


def _each_alone(found: re.Match[bytes]) -> bytes:
    """Dots in quoted-printable, where each takes three characters: on a line of its own."""
    return b"\n" + b"=2E=\r\n" * found[0].count(b".")


def quoted_printable(text: str) -> bytes:
    """The text in quoted-printable with CRLF line ends, lines of 76 characters at most."""
    encoded = binascii.b2a_qp(text.replace("\r\n", "\n").encode())
    return encoded.replace(b"\n", b"\r\n")


def joined(pieces: Iterable[Of]) -> list[Of]:
    """The same with neighbouring bytes made one."""
    made: list[Any] = []
    for piece in pieces:
        if isinstance(piece, bytes) and made and isinstance(made[-1], bytes):
            made[-1] += piece
        else:
            made.append(piece)
    return made
