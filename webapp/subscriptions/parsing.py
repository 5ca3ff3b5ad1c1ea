"""Parsing a file of subscribers: its encoding, delimiter and columns are found, each row judged."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from .. import addresses, clock
from ..outcomes import Outcome

SAMPLE = 64 * 1024  # bytes
LONGEST_LINE = 256 * 1024  # characters
LONGEST_NAME = 200
OLDEST_PROOF = 1990  # before that nobody confirmed by mail; a zero date of some program did

COLUMNS = {
    "email": {"email", "e-mail", "email address", "e-mail address", "mail", "subscriber email"},
    "name": {"name", "full name"},
    "first": {"first name", "firstname"},
    "last": {"last name", "lastname", "surname"},
    "confirmed_at": {"confirmed at"},
    "state": {"state", "status"},
    "ended_at": {"ended at", "unsubscribed at", "unsub time", "clean time", "deleted at"},
}
# Words under which other programs, and our own export, write that a person gets nothing.
GETS_NOTHING = frozenset({"ended", "unsubscribed", "suppressed", "cleaned", "bounced"})
GETS_NOTHING |= {"complained", "disabled", "blocklisted", "inactive"}
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")  # zip and XLSX, gzip, XLS


class FileRefused(Outcome):
    """The file as a whole cannot be read."""

    title = "This file cannot be imported"


@dataclass(frozen=True)
class Row:
    """A person in the file, with a proof or without."""

    line: int
    email: str
    name: str
    confirmed_at: dt.datetime | None


@dataclass(frozen=True)
class Refusal:
    """A row that is not taken, and why. ``kind`` is the count of the report it belongs to."""

    line: int
    typed: str
    kind: str
    reason: str


def parse(file: IO[bytes]) -> Iterator[Row | Refusal]:
    """The rows of a seekable file, in order; blank ones are passed over. Raises FileRefused."""
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        yield from _judged(text)
    except csv.Error as problem:
        raise FileRefused(f"The file cannot be read as CSV: {problem}.") from None
    finally:
        if not file.closed:
            text.detach()  # else the wrapper would close the caller's file


def _judged(text: io.TextIOWrapper) -> Iterator[Row | Refusal]:
    first = text.readline(LONGEST_LINE)
    text.seek(0)
    reader = csv.reader(_lines(text), delimiter=_delimiter(first), strict=True)
    places = _places(next(reader, []))
    before = reader.line_num
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _judge(before + 1, {n: cells[i] for n, i in places.items() if i < len(cells)})
        before = reader.line_num


def _judge(line: int, cells: Mapping[str, str]) -> Row | Refusal:
    typed = _unguarded(cells.get("email", "").strip())
    try:
        email = addresses.normalise(typed)
        confirmed_at = _moment(cells.get("confirmed_at", "").strip())
    except addresses.AddressRefused:
        return Refusal(line, typed[:100], "invalid", "This is not an e-mail address.")
    except ValueError as problem:
        return Refusal(line, typed[:100], "invalid", str(problem))
    if cells.get("ended_at", "").strip() or cells.get("state", "").strip().lower() in GETS_NOTHING:
        return Refusal(line, email, "unsubscribed", "The file says that this person gets nothing.")
    return Row(line, email, _name(cells), confirmed_at)


def _moment(typed: str) -> dt.datetime | None:
    """The time of a proof; without a zone it is UTC. Raises ValueError with a sentence."""
    if not typed:
        return None
    try:
        found = dt.datetime.fromisoformat(typed)
        moment = (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError("confirmed_at is not a time like 2026-11-24T10:02:00Z.") from None
    if moment.year < OLDEST_PROOF or moment > clock.now():
        raise ValueError("confirmed_at is not a time in the past.")
    return moment


def _name(cells: Mapping[str, str]) -> str:
    both = f"{cells.get('first', '')} {cells.get('last', '')}"
    given = _unguarded(cells.get("name", "").strip() or both)
    if not given.isprintable():
        given = "".join(c if c.isprintable() else " " for c in given)
    return " ".join(given.split())[:LONGEST_NAME]


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that exports put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _places(header: list[str]) -> dict[str, int]:
    """Where each column that we read stands."""
    words = [" ".join(cell.replace("_", " ").split()).lower() for cell in header]
    found = {
        name: next(i for i, word in enumerate(words) if word in known)
        for name, known in COLUMNS.items()
        if known & set(words)
    }
    if "email" not in found:
        raise FileRefused("The first line must name the columns, and one of them must be “email”.")
    return found


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise FileRefused("A line of the file is longer than any row of subscribers.")
        yield line


def _delimiter(first: str) -> str:
    """What stands between the columns: the likeliest by the first line."""
    return max(",;\t|", key=first.count)


def _encoding(file: IO[bytes]) -> str:
    """How the file writes its letters, by its first bytes or by what can be read."""
    sample = file.read(SAMPLE)
    file.seek(0)
    if sample.startswith(ARCHIVES):
        raise FileRefused("This is a spreadsheet or an archive; save it as CSV and import that.")
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if sample.count(b"\0") > len(sample) // 4:  # Latin letters in two bytes each, without a mark
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    readable = (name for name in ("utf-8-sig", "cp1252", "latin-1") if _can_be_read(file, name))
    return next(readable)


def _can_be_read(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(1024 * 1024):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
