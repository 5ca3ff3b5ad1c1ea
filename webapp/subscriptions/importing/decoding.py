"""Decoding: how a file writes its letters is found by its first bytes, or by what can be read."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

BLOCK = 1024 * 1024  # bytes
SAMPLE = 64 * 1024  # bytes
ENOUGH = 64 * 1024  # bytes beyond ASCII, to tell one alphabet from another
BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
A_WORD = 3  # letters: Cyrillic words are written in high bytes throughout, accents stand alone
SMALL_IN_CP1251 = 0xE0  # from here on; in KOI8-R these are the capitals
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(file: IO[bytes]) -> io.TextIOWrapper:
    """The text of a seekable file, its line ends untouched; what cannot be read becomes U+FFFD."""
    encoding = encoding_of(file)
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")


def encoding_of(file: IO[bytes]) -> str:
    """The name of the encoding of a seekable file."""
    file.seek(0)
    sample = file.read(SAMPLE)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    if sample.count(b"\0") > len(sample) // 4:  # Latin letters in two bytes each, without a mark
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    return "utf-8" if _is_utf8(file) else _by_letters(_words_beyond_ascii(file))


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_letters(words: list[bytes]) -> str:
    """Which encoding writes such words: UTF-8 with slips, or one of the old code pages."""
    total = sum(map(len, words))
    if sum(len(word) for word in words if _decodes(word)) * 2 > total:
        return "utf-8"
    if sum(len(word) for word in words if len(word) >= A_WORD) * 2 > total:
        # Small letters are many, capitals few; where they stand tells the two pages apart.
        letters = b"".join(words)
        upper_half = sum(byte >= SMALL_IN_CP1251 for byte in letters)
        return "cp1251" if upper_half * 2 > len(letters) else "koi8-r"
    return "cp1252" if all(_decodes(word, "cp1252") for word in words) else "latin-1"


def _words_beyond_ascii(file: IO[bytes]) -> list[bytes]:
    """Runs of bytes that are not ASCII, as many as are enough."""
    found: list[bytes] = []
    size = 0
    for block in _blocks(file):
        for run in BEYOND_ASCII.findall(block):
            found.append(run)
            size += len(run)
        if size > ENOUGH:
            break
    return found


def _decodes(word: bytes, encoding: str = "utf-8") -> bool:
    try:
        word.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
