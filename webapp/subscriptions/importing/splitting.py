"""Splitting text into rows and cells: the delimiter is found, a broken row breaks only itself."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice

from .rows import FileRefused

LONGEST_LINE = 256 * 1024  # characters
LONGEST_ROW = 256 * 1024  # characters, line ends within quotation marks included
MOST_LINES = 500  # of one row
LOOKED_AT = 50  # lines, to find the delimiter
DELIMITERS = ",;\t|"
SEPARATOR_LINE = "sep="  # what some spreadsheets write before the first row
BROKEN = "The quotation marks of this row do not match, so its cells cannot be told apart."

Cells = list[str]


class _RowTooLong(Exception):
    """A row that goes on and on: a quotation mark was never closed."""


def rows_of(text: io.TextIOWrapper) -> Iterator[tuple[int, Cells | str]]:
    """Each row with the line it begins on: its cells, or the reason why it cannot be read.

    Raises FileRefused where a line is longer than any row of subscribers.
    """
    lines = _Lines(text)
    head = list(islice(lines, LOOKED_AT))
    delimiter = delimiter_of(head)
    lines.give_back(head[1:] if head and head[0].lower().startswith(SEPARATOR_LINE) else head)
    while True:
        try:
            # In tables made by hand a space follows the comma, and then the quotation mark.
            spaced = delimiter != "\t"
            for cells in csv.reader(
                lines, delimiter=delimiter, strict=True, skipinitialspace=spaced
            ):
                yield lines.begin, cells
                lines.settle()
        except (csv.Error, _RowTooLong):
            yield lines.begin, BROKEN
            lines.skip_one()
        else:
            return


def delimiter_of(head: list[str]) -> str:
    """What stands between the cells: that by which most rows come out equally wide."""
    first = head[0].strip() if head else ""
    if first.lower().startswith(SEPARATOR_LINE) and first[len(SEPARATOR_LINE) :]:
        return first[len(SEPARATOR_LINE)]
    return max(DELIMITERS, key=lambda one: _evenness(head, one))


def _evenness(head: list[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest width above one, and that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0, 0
    common = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return common[1], common[0]


class _Lines:
    """The lines of a text, counted; those of the row at hand can be read once more."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.begin = 1  # the line on which the row at hand begins
        self.pending: list[str] = []  # what the row at hand has taken
        self.size = 0
        self.given_back: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.given_back.popleft() if self.given_back else self._read()
        self.pending.append(line)
        self.size += len(line)
        if len(self.pending) > MOST_LINES or self.size > LONGEST_ROW:
            raise _RowTooLong
        return line

    def _read(self) -> str:
        line = self.text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise FileRefused("A line of the file is longer than any row of subscribers.")
        return line

    def settle(self) -> None:
        """The row at hand is read; the next begins after it."""
        self.begin += len(self.pending)
        self.pending.clear()
        self.size = 0

    def skip_one(self) -> None:
        """Give up the line the row at hand begins on, and read on with the next."""
        rest = self.pending[1:]
        self.begin += 1
        self._again(rest)

    def give_back(self, lines: list[str]) -> None:
        """Have ``lines``, the last of those read, read once more."""
        self.begin += len(self.pending) - len(lines)
        self._again(lines)

    def _again(self, lines: list[str]) -> None:
        self.given_back.extendleft(reversed(lines))
        self.pending.clear()
        self.size = 0
