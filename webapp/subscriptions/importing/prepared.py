"""The prepared file of an import: its judged rows, and what became of those worth showing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from .rows import REFUSED, Refusal

# While it is made nobody else sees it, and one that was not finished is made anew.
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32000;
CREATE TABLE brought (
  place INTEGER PRIMARY KEY, file TEXT, line INTEGER, email TEXT, name TEXT, confirmed_at TEXT,
  said TEXT, attributes TEXT, kind TEXT, reason TEXT
);
CREATE TABLE rows (
  number INTEGER PRIMARY KEY, place INTEGER, file TEXT, line INTEGER, email TEXT, name TEXT,
  confirmed_at TEXT, said TEXT, attributes TEXT, kind TEXT, reason TEXT, verdict TEXT, why TEXT
);
"""
# Whoever gets nothing by any line of the file is not taken by another; of two alike the first is.
# Rows are numbered by address: a step then touches few pages of the index over all addresses, where
# a step in the order of the file would touch as many pages as it has rows.
SETTLED = """
BEGIN;
CREATE INDEX by_email ON brought (email, kind);
UPDATE brought SET kind = 'unsubscribed',
  reason = 'Another line of the file says that this person gets nothing.'
WHERE kind = '' AND email IN (SELECT email FROM brought WHERE kind = 'unsubscribed');
UPDATE brought SET kind = 'repeated', reason = 'The same address stands on an earlier line.'
WHERE place IN (
  SELECT place FROM (
    SELECT place, row_number() OVER (PARTITION BY email ORDER BY place) AS turn
    FROM brought WHERE kind = '' AND email IN (
      SELECT email FROM brought WHERE kind = '' GROUP BY email HAVING count(*) > 1
    )
  ) WHERE turn > 1
);
INSERT INTO rows SELECT row_number() OVER (ORDER BY email, place), brought.*, '', '' FROM brought
ORDER BY email, place;
DROP TABLE brought;
COMMIT;
"""
CHUNK = """
SELECT number, file, line, email, name, confirmed_at, said, kind, reason, verdict, attributes
FROM rows
WHERE number > ? ORDER BY number LIMIT ?
"""
REFUSALS = """
SELECT line, email, coalesce(nullif(kind, ''), verdict), coalesce(nullif(reason, ''), why), file
FROM rows WHERE kind <> '' OR verdict IN (?, ?, ?, ?) ORDER BY place LIMIT ?
"""
SAMPLES = """
SELECT line, email, name, said, file, attributes FROM rows
WHERE verdict = ? ORDER BY place LIMIT ?
"""
LACKS_ATTRIBUTES = "SELECT NOT count(*) FROM pragma_table_info('rows') WHERE name = 'attributes'"
ADD_ATTRIBUTES = "ALTER TABLE rows ADD COLUMN attributes TEXT DEFAULT ''"
MARK = "UPDATE rows SET verdict = ?, why = ? WHERE number = ?"


class Line(NamedTuple):
    """A judged row: ``kind`` is empty when the file itself does not speak against taking it."""

    number: int
    file: str
    line: int
    email: str
    name: str
    confirmed_at: str | None  # as bulk.moment writes it
    said: str
    kind: str
    reason: str
    verdict: str  # what became of it, where that was noted before
    attributes: str  # as the text of their JSON; empty when there are none


class Sample(NamedTuple):
    """A row worth showing."""

    line: int
    email: str
    name: str
    said: str
    file: str
    attributes: str

    @property
    def known(self) -> dict[str, str]:
        """What else the file says of the person: names and values."""
        return dict(json.loads(self.attributes or "{}"))


class Prepared:
    """The rows of a prepared file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def complete(self) -> None:
        """Add what a file has not that was prepared before there were attributes."""
        with closing(self._open()) as connection, connection:
            if connection.execute(LACKS_ATTRIBUTES).fetchone()[0]:
                connection.execute(ADD_ATTRIBUTES)

    def chunk(self, after: int, most: int) -> list[Line]:
        """The next rows behind a number, at most so many, in the order of their addresses."""
        with closing(self._open()) as connection:
            return list(map(Line._make, connection.execute(CHUNK, (after, most))))

    def mark(self, verdicts: Iterable[tuple[str, str, int]]) -> None:
        """Note what becomes of rows, and why: (verdict, reason, number) of each."""
        with closing(self._open()) as connection, connection:
            connection.executemany(MARK, verdicts)

    def refusals(self, most: int = -1) -> Iterator[Refusal]:
        """The rows that are not taken, in the order of the file."""
        with closing(self._open()) as connection:
            for row in connection.execute(REFUSALS, (*REFUSED, most)):
                yield Refusal(*row)

    def samples(self, verdict: str, most: int) -> list[Sample]:
        """Some of the rows with a verdict that was noted."""
        with closing(self._open()) as connection:
            return [Sample(*row) for row in connection.execute(SAMPLES, (verdict, most))]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.path}?mode=rw", uri=True, timeout=30)
