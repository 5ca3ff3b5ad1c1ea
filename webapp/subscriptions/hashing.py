"""Hashing: what is kept of an address whose owner had it erased.

A sum under a key (HMAC-SHA-256, RFC 2104), in the shape of an address nobody can write to (RFC
6761, 6.4): whoever knows the address and the key finds it again, and nobody can read it back. The
key is not among the signing keys, which change: this one must stay as long as the sums do.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Container, Iterable
from functools import cache

from flask import current_app

DOMAIN = "erased.invalid"
LIVES = 9  # so many erased lives of one person have a name that is looked up by itself
BLOCK = 64  # bytes of the hash function
DIGITS = 40  # of 64 hexadecimal ones: 160 bits


def hashed(email: str) -> str:
    """What stands in place of a normalised address once it is erased."""
    return person_of(email) + "@" + DOMAIN


def names_of(email: str) -> list[str]:
    """All that may stand for a normalised address: itself, and the hashes of its erased lives.

    But for those after LIVES: see ``later_lives``.
    """
    person = person_of(email)
    lives = (f"{person}-{number}@{DOMAIN}" for number in range(2, LIVES + 1))
    return [email, f"{person}@{DOMAIN}", *lives]


def name_for(email: str, number: int, taken: Container[str]) -> str:
    """What stands for a subscriber’s address from now on: no name of an earlier life.

    ``number`` is the subscriber’s, and stands in the name of a life after LIVES.
    """
    free = (name for name in names_of(email)[1:] if name not in taken)
    return next(free, f"{person_of(email)}-x{number}@{DOMAIN}")


def later_lives(email: str) -> tuple[str, str]:
    """Between these two are the names of the lives after LIVES."""
    return f"{person_of(email)}-x", f"{person_of(email)}-y"


def person_of(email: str) -> str:
    """The keyed hash of a normalised address; of an erased one, the hash that stands in it."""
    return hasher()(email)


def people_of(emails: Iterable[str]) -> dict[str, str]:
    """``person_of`` of each of many addresses."""
    digest = hasher()
    return {email: digest(email) for email in emails}


def hasher() -> Callable[[str], str]:
    """``person_of`` with the key at hand, for many addresses."""
    inner, outer = _begun(current_app.config["ADDRESS_KEY"].encode())

    def digest(email: str) -> str:
        if email.endswith("@" + DOMAIN):
            return email[:DIGITS]
        words, whole = inner.copy(), outer.copy()
        words.update(email.encode())
        whole.update(words.digest())
        return whole.hexdigest()[:DIGITS]

    return digest


@cache
def _begun(key: bytes) -> tuple[hashlib._Hash, hashlib._Hash]:
    """HMAC-SHA-256 as far as the key alone goes: the rest costs a third of ``hmac.digest``."""
    key = (key if len(key) <= BLOCK else hashlib.sha256(key).digest()).ljust(BLOCK, b"\0")
    return hashlib.sha256(key.translate(hmac.trans_36)), hashlib.sha256(
        key.translate(hmac.trans_5C)
    )


def sealed(words: str) -> str:
    """What proves that the holder of the key wrote ``words``: HMAC-SHA-256, 64 digits."""
    key = current_app.config["ADDRESS_KEY"].encode()
    return hmac.digest(key, b"masthead.seal\n" + words.encode(), "sha256").hex()
