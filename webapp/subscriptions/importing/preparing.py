"""Preparing: an upload of any kind becomes one file of judged rows, each with a number.

The number is what an import remembers: whoever goes on after a crash asks for the rows behind it,
and never parses the upload again. The prepared file can be made anew from the upload at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import IO, Any

from ..bulk import moment
from .judging import judge
from .opening import Table, tables
from .prepared import SCHEMA, SETTLED
from .programs import OF_LETTERS
from .recognising import Columns, recognise
from .rows import ColumnsUnknown, FileRefused, Refusal
from .words import Mapped, plain

BATCH = 5000
INSERT = "INSERT INTO brought VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

NO_COLUMN = "No column of the file is called “{}”; look at its first line."


@dataclass
class Survey:
    """What the tables of a file were taken for."""

    taken: dict[str, Columns] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # by name
    unknown: Columns | None = None  # the first whose columns somebody must name
    words: set[str] = field(default_factory=set)  # of the columns of all tables

    @property
    def program(self) -> str:
        """The program that wrote the file, where it is known."""
        return next((one.program for one in self.taken.values()), "")

    def told(self) -> dict[str, Any]:
        """The same as JSON, for a screen."""
        shown = next(iter(self.taken.values()), self.unknown)
        return {
            "program": self.program,
            "gone": bool(self.taken) and all(one.all_gone for one in self.taken.values()),
            "columns": shown.described() if shown else [],
            "tables": list(self.taken),
            "left_out": self.left_out,
        }


def survey(file: IO[bytes], mapped: Mapped | None = None) -> Survey:
    """Which tables of a file list people, and what their columns hold. Raises FileRefused."""
    seen: dict[str, Columns] = {}
    found = Survey()
    for table in tables(file):
        try:
            seen[table.name], _ = recognise(table, mapped)
        except ColumnsUnknown:
            continue  # an empty sheet
    known = {name: one for name, one in seen.items() if one.is_known and not _is_of_letters(one)}
    by_program = {name: one for name, one in known.items() if one.program}
    says_where = "email" in (mapped or {}).values()
    found.taken = known if says_where else by_program or known
    found.left_out = [name for name in seen if name not in found.taken]
    found.words = {plain(name) for one in seen.values() for name in one.header}
    found.unknown = next((one for one in seen.values() if not one.is_known), None)
    return found


def prepare(file: IO[bytes], path: Path, mapped: Mapped | None = None) -> Iterator[int]:
    """Write the judged rows of ``file`` to ``path``; yields how many there are, as they come.

    Raises FileRefused; then nothing stands at ``path``.
    """
    wanted = _wanted(survey(file, mapped), mapped or {})
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    connection = sqlite3.connect(making, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        written = 0
        judged = _judged(file, wanted, mapped)
        while batch := list(islice(judged, BATCH)):
            connection.executemany(INSERT, batch)
            written += len(batch)
            yield written
        connection.execute("COMMIT")
        connection.executescript(SETTLED)
    finally:
        connection.close()
    making.replace(path)


def _wanted(found: Survey, mapped: Mapped) -> dict[str, Columns]:
    """The tables that are taken. Raises FileRefused where there are none, or a column is not."""
    if missing := sorted(mapped.keys() - found.words):
        raise FileRefused(NO_COLUMN.format(missing[0]))
    if not found.taken:
        raise ColumnsUnknown
    return found.taken


def _judged(
    file: IO[bytes], wanted: dict[str, Columns], mapped: Mapped | None
) -> Iterator[tuple[Any, ...]]:
    numbers = count(1)
    for table in tables(file):
        if table.name in wanted:
            columns, rows = recognise(table, mapped)
            for line, cells in rows:
                if isinstance(cells, str):
                    yield _written(next(numbers), table, Refusal(line, "", "invalid", cells))
                elif any(cell.strip() for cell in cells):
                    yield _written(next(numbers), table, judge(columns, line, cells))


def _written(number: int, table: Table, row: Any) -> tuple[Any, ...]:
    if isinstance(row, Refusal):
        return (number, table.name, row.line, row.typed, "", None, "", "", row.kind, row.reason)
    at = moment(row.confirmed_at) if row.confirmed_at else None
    return (
        number, table.name, row.line, row.email, row.name, at, row.said, row.attributes, "", "",
    )  # fmt: skip


def _is_of_letters(columns: Columns) -> bool:
    return OF_LETTERS in map(plain, columns.header)
