"""Passwords: how they are kept, checked and chosen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .models import Account

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST = 15  # NIST SP 800-63B-4, 3.1.1.2: a password that is the only factor
LONGEST = 256
OWN_PART = 8  # characters that must be left without the address and the paper's name
SHORTEST_WORD = 4  # shorter parts of an address are in too many words to be refused

# Written from what people are known to type when a form asks for something long.
COMMON = frozenset(
    """
    correcthorsebatterystaple letmeinletmeinletmein iloveyouiloveyou iloveyousomuch
    ilovemyfamilysomuch passwordispassword mypasswordispassword mypasswordisstrong
    thisismypassword thisisapassword thisisasecurepassword thisisaverylongpassword
    averylongpassword averysecurepassword supersecretpassword supersecurepassword
    verysecretpassword secretpassword administrator administratorpassword adminadminadmin
    adminpassword welcomewelcome welcometothejungle trustnooneeverever changemechangeme
    changethispassword pleaseletmein pleasechangeme letmeinplease opensesameopensesame
    newpasswordnewpassword forgotmypassword idontknowmypassword nopasswordneeded
    footballfootball baseballbaseball sunshinesunshine princessprincess dragondragondragon
    masterofpuppets lordoftherings gameofthrones startrekstarwars maytheforcebewithyou
    thequickbrownfox thequickbrownfoxjumpsoverthelazydog tobeornottobe
    tobeornottobethatisthequestion onceuponatime loremipsumdolorsitamet
    astanaastana kazakhstankazakhstan kazakhstanalmaty nursultannursultan qazaqstanqazaqstan
    """.split()  # noqa: SIM905 (read as words, one list literal would be a column of quotes)
)
ROWS = tuple(
    row * 2
    for row in (
        "01234567890123456789",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm",
        "qazwsxedcrfvtgbyhnujmikolp",
        "1q2w3e4r5t6y7u8i9o0p",
        "йцукенгшщзхъфывапролджэячсмитьбю",
    )
)


class PasswordRefused(ValueError):
    """A password that would not protect; the message says what to do instead."""


def hash_password(password: str) -> str:
    """What is stored of a password. Takes about 20 ms, so call it before the first query."""
    return HASHER.hash(_bytes(password))


def check_password(account: Account | None, password: str) -> bool:
    """Whether it is the account's password; takes as long when there is no such account."""
    stored = account.password_hash if account else ""
    try:
        return HASHER.verify(stored or _stand_in(), _bytes(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def refuse_weak(password: str, *, email: str, paper: str) -> None:
    """Raise PasswordRefused for a password anyone would try; any characters are welcome."""
    if len(password) < SHORTEST:
        raise PasswordRefused(
            f"That is {len(password)} of at least {SHORTEST} characters; add a word or two."
        )
    if len(password) > LONGEST:
        raise PasswordRefused(f"Use at most {LONGEST} characters.")
    if len(_without_names(_squeezed(password), email, paper)) < OWN_PART:
        raise PasswordRefused("Choose words that are not in your address or our name.")
    if _is_common(_squeezed(password)):
        raise PasswordRefused("Too many people use this one; choose words of your own.")


def _bytes(password: str) -> bytes:
    """One form for what keyboards write differently (NFKC, as NIST SP 800-63B-4 asks)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _stand_in() -> str:
    """A hash of nothing, for accounts that do not exist."""
    return HASHER.hash(b"")


def _squeezed(text: str) -> str:
    """Only letters and digits in lower case; a text without any stays as it is."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def _without_names(squeezed: str, email: str, paper: str) -> str:
    local, _, domain = email.partition("@")
    names = [email, local, domain, paper, *re.split(r"[\W_]+", f"{local} {domain} {paper}")]
    for name in sorted((_squeezed(n) for n in names), key=len, reverse=True):
        if len(name) >= SHORTEST_WORD:
            squeezed = squeezed.replace(name, "")
    return squeezed


def _is_common(squeezed: str) -> bool:
    """In the list, one piece repeated, or a walk along the keyboard or the alphabet."""
    core = squeezed.strip("0123456789") or squeezed
    return (
        squeezed in COMMON
        or core in COMMON
        or re.fullmatch(r"(.{1,8}?)\1+.{0,3}", squeezed) is not None
        or (len(core) >= OWN_PART and any(core in line or core in line[::-1] for line in ROWS))
    )
