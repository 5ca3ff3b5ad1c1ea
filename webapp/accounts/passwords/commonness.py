"""Commonness: whether a password is one of those that everybody tries first.

The lists are those of zxcvbn (Wheeler, USENIX Security 2016), 30,000 passwords in the order in
which they turned up in published breaches, 11,000 of them of eight characters or more; and beside
them what people are known to type when a form asks for something long.
"""

from __future__ import annotations

import re
from functools import cache

SIGNS, DIGITS = str.maketrans("@$!", "asi"), str.maketrans("013457", "oieast")
SHORTEST_WALK = 8  # characters along the keyboard that make a password by themselves

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


def is_common(text: str) -> bool:
    """In the lists, one piece repeated, or a walk along the keyboard or the alphabet.

    Neither signs nor capitals count, nor digits before and behind, which people add when a form
    asks for more; nor do digits and signs that stand for letters.
    """
    return _is_listed(squeezed(text)) or _is_listed(squeezed(text.casefold().translate(SIGNS)))


def squeezed(text: str) -> str:
    """Only letters and digits in lower case; a text without any stays as it is."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def _is_listed(text: str) -> bool:
    core = text.strip("0123456789") or text
    forms = {text, core, core.translate(DIGITS)}
    return (
        not forms.isdisjoint(COMMON)
        or not forms.isdisjoint(_frequent())
        or re.fullmatch(r"(.{1,8}?)\1+.{0,3}", text) is not None
        or (len(core) >= SHORTEST_WALK and any(core in row or core in row[::-1] for row in ROWS))
    )


@cache
def _frequent() -> frozenset[str]:
    """The passwords most used; loaded when the first is chosen, as it takes a tenth of a second."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 (see above)

    return frozenset(FREQUENCY_LISTS["passwords"])
