"""Passwords: how they are kept and checked, and which may be chosen.

As NIST SP 800-63B-4 (3.1.1.2) asks: length is all that is asked for, any characters are welcome,
nothing is cut off, and none is ever to be changed for its age. Refused is what somebody who guesses
would try: the paper’s name and the owner’s address, what everybody uses, what was stolen elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from . import breaches
from .commonness import is_common, squeezed

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST_ALONE = 15  # characters of a password that is the only factor (NIST SP 800-63B-4)
SHORTEST_BESIDE = 8  # of one beside a second factor
LONGEST = 256
OWN_PART = 8  # characters that must be left without the address and the paper's name
SHORTEST_WORD = 4  # shorter parts of an address are in too many words to be refused


class PasswordRefused(ValueError):
    """A password that would not protect; the message says what to do instead."""


def hash_password(password: str) -> str:
    """What is stored of a password. Takes about 20 ms, so call it before the first query."""
    return HASHER.hash(_bytes(password))


def check_password(stored: str, password: str) -> bool:
    """Whether it is the password of a hash; takes as long for none, the empty one."""
    try:
        return HASHER.verify(stored or _stand_in(), _bytes(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def is_short(password: str) -> bool:
    """Whether it is too short to protect an account without a second factor."""
    return _length(password) < SHORTEST_ALONE


def refuse_weak(password: str, *, email: str, paper: str, shortest: int = SHORTEST_ALONE) -> None:
    """Raise PasswordRefused for a password anyone would try; any characters are welcome.

    May ask another server, see ``breaches``: no transaction may be open that has to go on.
    """
    if _length(password) < shortest:
        raise PasswordRefused(
            f"That is {_length(password)} of at least {shortest} characters; add a word or two."
        )
    if len(password) > LONGEST:
        raise PasswordRefused(f"Use at most {LONGEST} characters.")
    text = _one_form(password)
    own = _without_names(squeezed(text), email, paper)
    if own != squeezed(text) and len(own) < OWN_PART:
        raise PasswordRefused("Choose words that are not in your address or our name.")
    if is_common(text):
        raise PasswordRefused("Too many people use this one; choose words of your own.")
    if breaches.is_breached(_bytes(password)):
        raise PasswordRefused(
            "This one was stolen from another site and is tried everywhere; choose another."
        )


def _bytes(password: str) -> bytes:
    """One form for what keyboards write differently (NFKC, as NIST SP 800-63B-4 asks)."""
    return _one_form(password).encode("utf-8", "surrogatepass")


def _one_form(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _length(password: str) -> int:
    """Characters typed: a key that writes a whole word, as some do, is one."""
    return min(len(password), len(_one_form(password)))


@cache
def _stand_in() -> str:
    """A hash of nothing, for accounts that do not exist."""
    return HASHER.hash(b"")


def _without_names(text: str, email: str, paper: str) -> str:
    local, _, domain = email.partition("@")
    names = [email, local, domain, paper, *re.split(r"[\W_]+", f"{local} {domain} {paper}")]
    for name in sorted((squeezed(n) for n in names), key=len, reverse=True):
        if len(name) >= SHORTEST_WORD:
            text = text.replace(name, "")
    return text
