"""Analysing text for the search: the words in it, alike on every database.

What is indexed and what is asked go the same way, so the databases only compare: letters are
folded (Ё is е, é is e), endings taken off, English and Russian by the Snowball stemmers, Kazakh
by a list of its commonest. Lengths are kept while folding, so places in the text stay true.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 40
SHORTEST_TO_STEM = 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CYRILLIC = re.compile("[\u0400-\u04ff]")
KAZAKH = re.compile("[әғқңөұүһі]")
POSSESSIVE = re.compile(r"['’]s$")
# Of the plural, of belonging, of a case.
KAZAKH_ENDINGS = re.compile(
    "(?<=...)(?:[лдт][ае]р)?(?:с?[ыі]н?)?"
    "(?:[ндт][ыі]ң|[дтн][ае]н|н?[дт][ае]|[ғқ]а|[гк]е|н[ае]|[ндт][ыі]|[мбп]ен)?$"
)
# Words that say nothing about a text; they are asked for only when nothing else is.
SAYING_NOTHING = """
a an and are as at be but by for from has have he her his how i in is it its my no not of on or our
she so that the their they this to was we were what when where which who will with you your
а бы в во да для до же за и из или к как ко на не но о об от по с со то у что это
мен бен пен және де
"""
SILENT = frozenset(SAYING_NOTHING.split())


def _bases() -> dict[str, str]:
    """Every Latin letter with a mark to its base, and the Russian Ё; й and Kazakh letters stay."""
    bases = {"Ё": "е", "ё": "е", "ı": "i", "ß": "s", "Ø": "o", "ø": "o"}
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and base.isascii():
            bases[letter] = base
    return bases


BASES = _bases()
MARKED = re.compile(f"[{''.join(BASES)}]")
# A stemmer works in a place of its own, one word at a time.
STEMMING = threading.Lock()
STEMMERS = {name: snowballstemmer.stemmer(name) for name in ("english", "russian")}


def folded(text: str) -> str:
    """The composed text in small letters without marks, place by place."""
    bare = text if text.isascii() else MARKED.sub(lambda found: BASES[found[0]], text)
    small = bare.lower()
    if len(small) == len(bare):
        return small
    return "".join(letter.lower()[:1] for letter in bare)


def composed(text: str) -> str:
    """The text with each letter and its marks in one."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [whole_word(found) for found in WORD.findall(folded(composed(text)))]


def whole_word(found: str) -> str:
    """A folded word without its apostrophes, cut where nobody would look further."""
    bare = POSSESSIVE.sub("", found).replace("'", "").replace("’", "")
    return bare[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms."""
    if len(word) < SHORTEST_TO_STEM or not word.isalpha():
        return word
    if not word.isascii() and not CYRILLIC.search(word):
        return word
    bare = KAZAKH_ENDINGS.sub("", word) if KAZAKH.search(word) else word
    with STEMMING:
        return str(STEMMERS["english" if word.isascii() else "russian"].stemWord(bare))


def stems_of(text: str) -> list[str]:
    """The stems of a text's words, each once, in their order."""
    return list(dict.fromkeys(stem(word) for word in words_of(text)))


def telling(words: Iterable[str]) -> list[str]:
    """The words that say something; all of them when none does."""
    asked = list(words)
    return [word for word in asked if word not in SILENT] or asked
