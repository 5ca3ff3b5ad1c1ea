"""Words: what is compared of a column’s name, and what we know a column of that name to hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from ..columns import COLUMNS, FURTHER
from .programs import ATTRIBUTE, FIELDS, MAYBE_GETS, OF_LETTERS, OF_THE_GONE, REPEATABLE, WORDS

# From a column, by its word, to the field it holds, or nothing. Said by a person, it overrules what
# we know of that column; what we know of the others stands.
Mapped = Mapping[str, str]


def plain(name: str) -> str:
    """A column’s word: what is compared of its name."""
    apart = unicodedata.normalize("NFKD", name.replace("_", " ").replace("-", " "))
    word = "".join(c for c in apart if not unicodedata.combining(c) and c not in "\ufeff()*:")
    return unicodedata.normalize("NFC", " ".join(word.split())).casefold()


PLAIN_WORDS = {name: frozenset(map(plain, words)) for name, words in WORDS.items()}
OURS = frozenset(map(plain, COLUMNS))  # all of them are in each export of ours
OUR_FURTHER = frozenset(map(plain, FURTHER))
UNDERSTOOD = MAYBE_GETS.union(OF_THE_GONE, {OF_LETTERS}, *PLAIN_WORDS.values())
DECIDING = frozenset({*REPEATABLE, "confirmed_at"})
# A column by which it is decided who is taken, and how, decides that even when it is kept too.
WITH_A_SAY = MAYBE_GETS.union(
    OF_THE_GONE, *(PLAIN_WORDS[field] for field in ("email", *sorted(DECIDING)))
)


def is_understood(name: str) -> bool:
    """Whether a column of this name is taken for something, or may be by what stands in it."""
    return plain(name) in UNDERSTOOD


def overruling(mapped: Mapped) -> dict[str, str]:
    """What somebody said of columns that ends what we know of them."""
    return {
        word: said for word, said in mapped.items() if said != ATTRIBUTE or word not in WITH_A_SAY
    }


def field_of(word: str, overruled: Mapped) -> str:
    """The field that a column holds, or nothing; of most there is one, the one that was said."""
    if word in overruled:
        return overruled[word] if overruled[word] in FIELDS else ""
    found = next((name for name, words in PLAIN_WORDS.items() if word in words), "")
    return "" if found not in REPEATABLE and found in overruled.values() else found


def is_kept(word: str, mapped: Mapped, has: AbstractSet[str]) -> bool:
    """Whether a column is kept as an attribute: it was chosen, or the file is an export of ours."""
    if word in mapped:
        return mapped[word] == ATTRIBUTE
    return has >= OURS and word not in UNDERSTOOD | OURS | OUR_FURTHER
