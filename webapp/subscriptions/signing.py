"""Signing: what the consent record keeps of the person an entry is about.

None of it depends on the entry’s place in the record, so that whoever writes thousands of entries
makes it beforehand, while nobody waits.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import NamedTuple

from .hashing import person_of
from .sealing import Details

SALT = 16  # bytes


class Signature(NamedTuple):
    """A person in an entry, and what names them beside it until it is erased."""

    person: str  # the keyed hash of the address, see Consent.person
    details: Details | None = None  # none: nothing names them
    hash: str = ""  # of the details


class Signatory(NamedTuple):
    """A person whom an entry is about."""

    subscriber_id: int | None
    signature: Signature


def sign(details: Details, person: str = "") -> Signature:
    """The signature of who has these details; ``person`` is the hash, where it is known already."""
    return Signature(person or person_of(details.address), details, details.hash)


def salts(number: int) -> Iterator[str]:
    """As many salts for details, of one draw."""
    digits = secrets.token_hex(SALT * number)
    return (digits[at : at + 2 * SALT] for at in range(0, len(digits), 2 * SALT))


def salt() -> str:
    """One salt."""
    return secrets.token_hex(SALT)
