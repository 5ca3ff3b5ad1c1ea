"""Opening a file of subscribers, whatever it is: CSV, TSV, a workbook, or an archive of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from . import splitting, tabulating, unpacking
from .decoding import decoded
from .rows import FileRefused

Rows = Iterator[tuple[int, list[str] | str]]
# gzip, bzip2, 7-Zip, RAR, the XLS of old, PDF
OTHERS = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xd0\xcf\x11\xe0", b"%PDF")
OTHER = "This is neither CSV, TSV, XLSX nor a zip of them; save it as CSV and import that."
NESTED = "There is an archive within the archive; unpack it and import the files in it."


@dataclass(frozen=True)
class Table:
    """One table of a file. ``name`` says which, where there may be several."""

    name: str
    rows: Rows


def tables(file: IO[bytes]) -> Iterator[Table]:
    """The tables of a seekable file; each is read before the next is asked for.

    Raises FileRefused.
    """
    if not unpacking.is_zip(file):
        yield Table("", _text_rows(file))
        return
    with unpacking.archive(file) as opened:
        if tabulating.is_workbook(opened):
            yield from _sheets(file, opened)
            return
        for member in unpacking.tables_in(opened):
            with unpacking.unpacked(opened, member) as copy:
                yield from _member(member.filename, copy)


def _member(name: str, file: IO[bytes]) -> Iterator[Table]:
    if not unpacking.is_zip(file):
        yield Table(name, _text_rows(file))
        return
    with unpacking.archive(file) as inner:
        if not tabulating.is_workbook(inner):
            raise FileRefused(NESTED)
        for sheet in _sheets(file, inner):
            yield Table(f"{name}, {sheet.name}" if sheet.name else name, sheet.rows)


def _sheets(file: IO[bytes], opened: zipfile.ZipFile) -> Iterator[Table]:
    for title, rows in tabulating.sheets_of(file, opened):
        yield Table(title, rows)


def _text_rows(file: IO[bytes]) -> Rows:
    file.seek(0)
    if file.read(8).startswith(OTHERS):
        raise FileRefused(OTHER)
    text = decoded(file)
    try:
        yield from splitting.rows_of(text)
    finally:
        if not file.closed:
            text.detach()  # else the wrapper would close the caller's file
