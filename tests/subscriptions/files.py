"""Files of subscribers: made by a test, and those given to try the import on."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from openpyxl import Workbook

from webapp.subscriptions.importing.bringing import prepared_aside

DATA = Path(os.environ.get("MASTHEAD_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
MOST = 10**9


def file_of(given):
    """Text, bytes or a path as an open file."""
    if isinstance(given, Path):
        given = given.read_bytes()
    return io.BytesIO(given.encode() if isinstance(given, str) else given)


def read(given, mapped=None):
    """What the file itself says of each row, in order."""
    with prepared_aside(file_of(given), mapped) as prepared:
        order = {name: n for n, name in enumerate(dict.fromkeys(files_in(prepared)))}
        return sorted(prepared.chunk(0, MOST), key=lambda row: (order[row.file], row.line))


def files_in(prepared):
    """The names of the files in an archive, in their order."""
    with closing(sqlite3.connect(prepared.path)) as connection:
        return [name for (name,) in connection.execute("SELECT file FROM rows ORDER BY place")]


def taken(given, mapped=None):
    """The addresses that the file itself does not speak against."""
    return [line.email for line in read(given, mapped) if not line.kind]


def refused(given, mapped=None):
    """The lines that are not taken, with the count they belong to."""
    return {line.line: line.kind for line in read(given, mapped) if line.kind}


def workbook(*rows, sheets=()):
    """An XLSX file of one sheet, or of several."""
    book = Workbook()
    for number, content in enumerate(sheets or [rows]):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in content:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(**members):
    """A zip of files: ``people__csv`` stands for people.csv."""
    return packed({name.replace("__", "."): content for name, content in members.items()})


def packed(members, kind=zipfile.ZIP_DEFLATED):
    """A zip of files by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()
