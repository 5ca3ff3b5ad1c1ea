"""Unpacking archives: what they declare is weighed before a byte is unpacked.

A zip of a few kilobytes can unpack to petabytes, hold a million files or itself; none of that is
a list of subscribers, and all of it is refused by the directory at the archive’s end.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from .rows import FileRefused

MOST_MEMBERS = 5000  # a newsletter’s whole archive has a page for each of its letters
MOST_TABLES = 50
LARGEST = 1024 * 1024 * 1024  # bytes unpacked, all that is read together
LARGEST_WORKBOOK = 300 * 1024 * 1024  # bytes of its parts, which go through memory
HIGHEST_RATIO = 200  # text packs to a tenth or less, a bomb to a thousandth
SMALL = 1024 * 1024  # bytes; below that no ratio does harm
LARGEST_DIRECTORY = 8 * 1024 * 1024  # bytes
BLOCK = 1024 * 1024
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx")
ENCRYPTED = 0x1
DAMAGED = "The archive is damaged or not a zip; pack it once more, or import its files one by one."
TOO_LARGE = "The archive unpacks to more than any list of subscribers; it is not opened."


def is_zip(file: IO[bytes]) -> bool:
    """Whether a seekable file begins as zip archives and workbooks do."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


@contextmanager
def archive(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The zip archive in a seekable file, its directory looked through. Raises FileRefused."""
    _refuse_long_directory(file)
    try:
        with zipfile.ZipFile(file) as opened:
            if len(opened.infolist()) > MOST_MEMBERS:
                raise FileRefused(f"The archive holds more than {MOST_MEMBERS:,} files.")
            yield opened
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise FileRefused(DAMAGED) from None


def weigh(members: list[zipfile.ZipInfo], largest: int = LARGEST) -> None:
    """Refuse members that are encrypted or that unpack to too much. Raises FileRefused."""
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise FileRefused("The archive has a password; unpack it and import the files in it.")
    if sum(member.file_size for member in members) > largest or any(map(_is_bomb, members)):
        raise FileRefused(TOO_LARGE)


def tables_in(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that are tables by their names. Raises FileRefused."""
    found = [one for one in opened.infolist() if _is_table(one)]
    if not found:
        raise FileRefused("The archive holds no CSV, TSV or XLSX file.")
    if len(found) > MOST_TABLES and not (found := _not_deep(found)):
        raise FileRefused(f"The archive holds more than {MOST_TABLES} tables; pack fewer.")
    weigh(found)
    return found


@contextmanager
def unpacked(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """One member as a seekable file; never more bytes than it declared. Raises FileRefused."""
    with tempfile.TemporaryFile() as copy, opened.open(member) as source:
        left = member.file_size
        while left >= 0 and (block := source.read(BLOCK)):
            left -= len(block)
            copy.write(block)
        if left:
            raise FileRefused(DAMAGED)
        copy.seek(0)
        yield copy


def _refuse_long_directory(file: IO[bytes]) -> None:
    """Python reads the whole directory into memory; an honest one is short."""
    try:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # noqa: SLF001 (no other way)
    except (OSError, zipfile.BadZipFile):
        end = None
    if end is None:
        raise FileRefused(DAMAGED)
    if end[5] > LARGEST_DIRECTORY:
        raise FileRefused(f"The archive holds more than {MOST_MEMBERS:,} files.")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    most = max(member.compress_size, 1) * HIGHEST_RATIO
    return member.file_size > SMALL and member.file_size > most


def _is_table(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not hidden and path.suffix.lower() in TABLES


def _not_deep(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Those in no folder, if they are few enough."""
    found = [one for one in members if "/" not in one.filename]
    return found if len(found) <= MOST_TABLES else []
