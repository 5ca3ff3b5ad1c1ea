"""Tabulating workbooks: the rows of an XLSX file’s sheets, read as a stream."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from . import unpacking
from .rows import FileRefused

MOST_COLUMNS = 500
MOST_ROWS = 1_100_000  # a sheet has at most 1,048,576
MOST_SHEETS = 50
LARGEST_TEXTS = 64 * 1024 * 1024  # bytes; a workbook keeps its texts apart, and they are held
TEXTS = "xl/sharedStrings.xml"
UNREADABLE = "The workbook cannot be read; save it as CSV and import that."
TROUBLES: tuple[type[Exception], ...] = (
    InvalidFileException,
    DefusedXmlException,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    # What openpyxl raises over parts that are missing or say what they must not.
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError),
)


def is_workbook(opened: zipfile.ZipFile) -> bool:
    """Whether an archive is an XLSX workbook."""
    return "[Content_Types].xml" in opened.namelist() and any(
        name.startswith("xl/") for name in opened.namelist()
    )


def sheets_of(
    file: IO[bytes], opened: zipfile.ZipFile
) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Each sheet’s name and rows, a row with its number. Raises FileRefused."""
    unpacking.weigh(opened.infolist(), unpacking.LARGEST_WORKBOOK)
    unpacking.weigh([one for one in opened.infolist() if one.filename == TEXTS], LARGEST_TEXTS)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions we do not look at
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except TROUBLES:
        raise FileRefused(UNREADABLE) from None
    try:
        sheets = book.worksheets[:MOST_SHEETS]
        for sheet in sheets:
            yield sheet.title if len(sheets) > 1 else "", _rows(sheet)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows as text; a sheet says itself how large it is, and may lie, so it is not believed."""
    sheet.reset_dimensions()
    try:
        rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
        for number, values in enumerate(rows, start=1):
            if len(values) > MOST_COLUMNS:
                raise FileRefused(f"A sheet has more than {MOST_COLUMNS} columns.")
            yield number, [_written(value) for value in values]
    except TROUBLES:
        raise FileRefused(UNREADABLE) from None


def _written(value: object) -> str:
    """A cell as CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
