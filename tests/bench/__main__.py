"""`make bench`: the site and the mailer as ratios to what this machine can do, in one run.

Absolute figures of a shared machine say little; a ratio to a limit measured a moment before and
after says how much of it Masthead leaves.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import searching, sending, web


@dataclass(frozen=True)
class Row:
    """One measurement beside its limit."""

    what: str
    rate: float
    unit: str
    limit: str
    limit_rate: float
    note: str

    @property
    def ratio(self) -> float:
        """The part of the limit that was reached."""
        return self.rate / self.limit_rate


def show(rows: list[Row]) -> None:
    """Print the table."""
    table = Table(title="Masthead against this machine’s limits")
    for name in ("what", "rate", "limit", "limit’s rate", "ratio", "note"):
        table.add_column(
            name, justify="right" if name in {"rate", "limit’s rate", "ratio"} else "left"
        )
    for row in rows:
        rates = f"{row.rate:,.0f} {row.unit}", f"{row.limit_rate:,.0f} {row.unit}"
        table.add_row(row.what, rates[0], row.limit, rates[1], f"{row.ratio:.3f}", row.note)
    Console(width=140).print(table)


def main() -> None:
    """Measure, print the table, and write JSON where asked."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="length of each web measurement")
    parser.add_argument("--recipients", type=int, default=10_000, help="size of the campaign")
    parser.add_argument("--stories", type=int, default=100_000, help="stories to search in")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = web.measure(Path(folder), asked.seconds)
        measured += sending.measure(Path(folder), asked.recipients)
        measured += searching.measure(Path(folder), asked.stories)
    rows = [Row(**one) for one in measured]
    show(rows)
    if asked.json:
        figures = [asdict(row) | {"ratio": row.ratio} for row in rows]
        asked.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
